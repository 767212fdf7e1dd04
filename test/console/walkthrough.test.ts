/**
 * The walkthrough in a browser, from the link that the terminal shows at the first start: the service runs as it is
 * started, and Okta's traffic is sent at the moment at which an administrator causes it there.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PASSWORD } from '../accounts/support.ts';
import { openBrowser, openWindow, screenshot, type Window } from '../support/browser.ts';
import { rollcall, type ServerProcess, startProcess } from '../support/process.ts';
import { startSmtp, type TestSmtp } from '../support/smtp.ts';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
const SCIM = '/administration/scim';
const BOSS = 'boss@acme.test';
const NAMES = ['Ann', 'Ben', 'Cleo'] as const;
const addressOf = (name: string) => `${name.toLowerCase()}@acme.test`;

let data: string;
let server: ServerProcess;
let smtp: TestSmtp;
let browser: Browser;
/** Of the Org Admin, and of one of those who are invited. */
let boss: Window;
let ann: Window;
/** As it is typed at Okta: with a lower-case scheme. */
let authorization: string;
const users = new Map<string, string>();
let group: string;

beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), 'rollcall-walk-'));
  [smtp, browser] = await Promise.all([startSmtp(), openBrowser()]);
  server = await startProcess(data, '--smtp-url', smtp.url, '--mail-from', 'rollcall@acme.test');
  const url = `http://127.0.0.1:${server.port}`;
  boss = await openWindow(browser, url);
  ann = await openWindow(browser, url, { width: 360, height: 740 });
});
afterAll(async () => {
  await browser.close();
  await server.stop();
  await smtp.close();
  rmSync(data, { recursive: true, force: true });
});

/** What Okta sends. */
async function okta(method: string, path: string, body?: object) {
  const response = await fetch(server.baseUrl + path, {
    method,
    headers: {
      authorization,
      'user-agent': 'Okta SCIM Client 1.0.0',
      accept: 'application/scim+json',
      ...(body && { 'content-type': 'application/scim+json; charset=utf-8' }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const answer: unknown = text === '' ? undefined : JSON.parse(text);
  const id = String(Reflect.get(Object(answer), 'id'));
  return { status: response.status, body: answer, id };
}
const patch = (path: string, ...Operations: object[]) =>
  okta('PATCH', path, { schemas: [PATCH_OP], Operations });

const heading = (name: string | RegExp, { page } = boss) =>
  page.getByRole('heading', { level: 1, name }).waitFor();
const press = (name: string, { page } = boss) =>
  page.getByRole('button', { name, exact: true }).first().click();
const field = (name: string, { page } = boss) => page.getByRole('textbox', { name, exact: true });
const see = (text: string | RegExp, { page } = boss) => page.getByText(text).first().waitFor();
/** A picture of the page, when it has what it shows. */
async function keep(step: string, { page } = boss): Promise<void> {
  await expect.poll(() => page.getByRole('status', { name: 'Loading' }).count()).toBe(0);
  await screenshot(page, `walkthrough/${step}`);
}
const rowOf = (text: string) => boss.page.getByRole('row').filter({ hasText: text });

describe('walkthrough, in a browser', () => {
  it('1.1 the link of the terminal makes the first Org Admin and the organisation', async () => {
    const link = /https?:\S+\/set-up#\S+/.exec(server.output())?.[0] ?? '';
    await boss.page.goto(link);
    await heading('Set up Rollcall');
    await boss.page.getByLabel('Organisation').fill('Acme');
    await boss.page.getByLabel('Your name').fill('Boss Acme');
    await boss.page.getByLabel('E-mail address').fill(BOSS);
    await field('Password').fill(PASSWORD);
    await press('Set up');
    await heading('Overview');
    await keep('1.1-overview-of-a-new-organisation');
  });

  it('1.2 without SCIM in the plan, its pages and its API say which plan is needed', async () => {
    const plan = (id: string) => rollcall(data, 'organization', 'set-plan', 'acme', '--plan', id);
    await plan('free');
    await boss.page.goto(`${SCIM}/set-up`);
    await see('Enterprise');
    await keep('1.2-without-scim');
    await plan('enterprise');
  });

  it('2.1 signed out and in again, as the Org Admin', async () => {
    await press('Your profile and signing out');
    await boss.page.getByRole('menuitem', { name: 'Sign out' }).click();
    await heading('Sign in');
    await keep('2.1-sign-in');
    await boss.page.getByLabel('E-mail address').fill(BOSS);
    await field('Password').fill(PASSWORD);
    await press('Sign in');
    await heading('Overview');
  });

  it('2.2 to 2.4 Administration › Developers › Personal Access Tokens › New Access Token', async () => {
    const { page } = boss;
    await page.getByRole('button', { name: 'Developers' }).click();
    await page.getByRole('link', { name: 'Personal Access Tokens' }).click();
    await page.getByRole('link', { name: 'New Access Token' }).first().click();
    await field('Name').fill('Okta');
    await page.getByRole('combobox', { name: 'Expiration' }).click();
    await page.getByRole('option', { name: '90 days' }).click();
    await see('the integration fails until a new token is configured');
    await keep('2.3-new-access-token');
    await press('Create Token');
    authorization = await field('API token with scheme').inputValue();
    expect(authorization).toMatch(/^bearer rcpat_/);
    await keep('2.4-shown-once');
    await page.reload();
    await rowOf('Okta').first().waitFor();
    expect(await page.content()).not.toContain(authorization.slice('bearer '.length));
  });

  it('3.1, 3.2 Test API Credentials: 200 and an empty list, and the set-up page ticks it off', async () => {
    await boss.page.goto(`${SCIM}/set-up?product=okta`);
    expect(await field('Base URL').inputValue()).toBe(server.baseUrl);
    await see('Waiting for the first request…');
    await keep('3.1-set-up');
    const tested = await okta('GET', '/Users?startIndex=1&count=2');
    expect(tested).toMatchObject({ status: 200, body: { totalResults: 0 } });
    await boss.page.getByRole('heading', { name: 'What has arrived' }).waitFor();
    await keep('3.2-first-request');
  });

  it('4.1 invitations are held, so that a wrong assignment mails nobody', async () => {
    const { page } = boss;
    await page.goto(`${SCIM}/settings`);
    await page.getByRole('radio', { name: 'Hold until you release them' }).check();
    await press('Save');
    await see('Saved. It holds from the next request on.');
    for (const name of NAMES) {
      const filter = encodeURIComponent(`userName eq "${addressOf(name)}"`);
      const looked = await okta('GET', `/Users?filter=${filter}&startIndex=1&count=100`);
      expect(looked.body).toMatchObject({ totalResults: 0 });
      const created = await okta('POST', '/Users', {
        schemas: [USER],
        userName: addressOf(name),
        name: { givenName: name, familyName: 'Acme' },
        emails: [{ primary: true, value: addressOf(name), type: 'work' }],
        displayName: `${name} Acme`,
        locale: 'en-US',
        externalId: `00u${name}`,
        groups: [],
        password: 'Random-1234',
        active: true,
      });
      expect(created.status).toBe(201);
      users.set(name, created.id);
    }
    await page.goto('/administration/invitations');
    await page.getByRole('link', { name: 'Ann Acme' }).waitFor();
    await keep('4.1-held-invitations');
    expect(smtp.mails).toEqual([]);
    await page.getByRole('button', { name: 'Release all' }).click();
    await see('3 people would be mailed');
    await page.getByLabel('Type 3 to confirm').fill('3');
    await press('Mail 3 people');
    await expect.poll(() => smtp.mails.length, { timeout: 20_000 }).toBe(NAMES.length);
    expect(smtp.mails.map(({ to }) => to[0]).toSorted()).toEqual(NAMES.map(addressOf));
  });

  it('4.1 who accepts has a sign-in, and sees what they have access to', async () => {
    const mail = smtp.mails.find(({ to }) => to.includes(addressOf('Ann')));
    const link = /https?:\S+\/join#\S+/.exec(String(mail?.parsed.text))?.[0] ?? '';
    await ann.page.goto(link);
    await heading('Join Acme', ann);
    await keep('4.1-join', ann);
    await field('New password', ann).fill(PASSWORD);
    await press('Join', ann);
    await heading('My access', ann);
    await see('You have no roles yet', ann);
  });

  it('4.4 a pushed group is under Administration › SCIM › Groups, with its members', async () => {
    const { page } = boss;
    const sent = { schemas: [GROUP], displayName: 'Sales', members: [] };
    const created = await okta('POST', '/Groups', sent);
    expect(created.status).toBe(201);
    group = created.id;
    const value = NAMES.map((name) => ({ value: users.get(name), display: addressOf(name) }));
    const added = await patch(`/Groups/${group}`, { op: 'add', path: 'members', value });
    expect(added.status).toBe(204);
    await page.goto('/overview');
    await page.getByRole('button', { name: 'SCIM' }).click();
    await page.getByRole('navigation').getByRole('link', { name: 'Groups' }).first().click();
    await page.goto(`${SCIM}/groups`);
    await page.getByRole('link', { name: 'Sales' }).click();
    await heading('Sales');
    expect(await field('SCIM id').inputValue()).toBe(group);
    expect(await field('SCIM id').getAttribute('readonly')).not.toBeNull();
    await page.getByRole('tab', { name: 'Members (3)' }).click();
    await page.getByRole('link', { name: 'Ann Acme' }).waitFor();
    await keep('4.4-members-of-a-pushed-group');
  });

  it('4.5 mapped to a role on an entry point, it gives that to its members at once', async () => {
    const { page } = boss;
    const words = ['entry-point', 'set', 'crm', '--organization', 'acme', '--name', 'CRM'];
    await rollcall(data, ...words);
    await page.goto(`${SCIM}/groups/${group}`);
    await page.getByRole('checkbox', { name: 'CRM' }).check();
    await page.getByLabel('Role on CRM').selectOption('Contributor');
    await see(/3 members get Contributor on CRM at once/);
    await keep('4.5-entry-point-mappings');
    await press('Update Group');
    await see('CRM: no role → Contributor');
    await ann.page.reload();
    await see('Contributor', ann);
    await see('Sales', ann);
    await keep('4.5-my-access', ann);
  });

  it('4.6 a renamed group keeps what it was given, under its new name', async () => {
    const renamed = await patch(`/Groups/${group}`, {
      op: 'replace',
      value: { id: group, displayName: 'Sales and Support' },
    });
    expect(renamed.status).toBeLessThan(300);
    await boss.page.reload();
    await heading('Sales and Support');
    expect(await boss.page.getByRole('checkbox', { name: 'CRM' }).isChecked()).toBe(true);
  });

  it('3.4 an update arrives, and the log of requests says what it changed', async () => {
    const { page } = boss;
    const id = users.get('Ben') ?? '';
    const { body } = await okta('GET', `/Users/${id}`);
    const put = await okta('PUT', `/Users/${id}`, { ...Object(body), title: 'Head of Sales' });
    expect(put.status).toBe(200);
    await page.goto(`${SCIM}/activity`);
    await see('Replaced the profile of Ben Acme');
    await keep('3.4-activity');
    await page.getByRole('link', { name: 'Replaced the profile of Ben Acme' }).first().click();
    await see('Head of Sales');
    await keep('3.4-one-request');
  });

  it('3.4 deactivated people are out with their next click, stay visible, and come back the same', async () => {
    const { page } = boss;
    const id = users.get('Ann') ?? '';
    const off = await patch(`/Users/${id}`, { op: 'replace', value: { active: false } });
    expect(off).toMatchObject({ status: 200, body: { active: false } });
    await ann.page.goto('/profile');
    await heading('Sign in', ann);
    await page.goto(`${SCIM}/users/${id}`);
    await see('Signature is good');
    await keep('3.4-deactivated');
    const on = await patch(`/Users/${id}`, { op: 'replace', value: { active: true } });
    expect(on).toMatchObject({ status: 200, body: { id, active: true } });
    await ann.page.getByLabel('E-mail address').fill(addressOf('Ann'));
    await field('Password', ann).fill(PASSWORD);
    await press('Sign in', ann);
    await heading('My profile', ann);
    await ann.page.goto('/my-access');
    await see('Contributor', ann);
  });

  it('2.5 a revoked token is refused with words, and the overview says that provisioning fails', async () => {
    const { page } = boss;
    await page.goto('/administration/developers/tokens');
    await press('What to do with Okta');
    await page.getByRole('menuitem', { name: 'Revoke' }).click();
    await page.getByLabel('Type Okta to confirm').fill('Okta');
    await press('Revoke token');
    await rowOf('Okta').waitFor({ state: 'hidden' });
    const refused = await okta('GET', '/Users?startIndex=1&count=2');
    expect(refused.status).toBe(401);
    expect(JSON.stringify(refused.body)).toContain('was revoked');
    await page.goto('/overview');
    await heading('Overview');
    await keep('2.5-overview');
  });

  it('nowhere on the way was a violation of the content security policy, or an error', () => {
    expect(boss.problems).toEqual([]);
    expect(ann.problems).toEqual([]);
  });
});
