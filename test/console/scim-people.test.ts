/** The people and groups that an identity provider has pushed, in a browser. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { putEntryPoints } from '../../packages/server/src/permissions/index.ts';
import { addPerson, contextOf, PASSWORD } from '../accounts/support.ts';
import { openBrowser, openWindow, signInAt, type Window } from '../support/browser.ts';
import { change, pushGroup, pushUser } from '../support/push.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { lookAt } from './scim-support.ts';

const SCIM = '/administration/scim';
/** What people may be called, if nobody takes care. */
const HOSTILE = '<img src=x onerror=alert(1)>\u202egnp.exe';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

/** Every page is looked at three times, with other tests beside it, milliseconds. */
const PATIENCE_MS = 240_000;

let server: TestServer;
let browser: Browser;
let window: Window;
let page: Page;
const ids: Record<string, string> = {};

beforeAll(async () => {
  [server, browser] = await Promise.all([
    startServer({ connection: { invitations: 'hold' } }),
    openBrowser(),
  ]);
  await addPerson(server, server, 'jane@acme.test', true);
  await putEntryPoints(server.app, contextOf(server, server), [
    { key: 'reports', name: 'Reports', description: 'Monthly and yearly figures' },
    { key: 'billing', name: 'Billing' },
  ]);
  ids.ann = await pushUser(server, 'ann.lee@acme.test', {
    displayName: 'Ann Lee',
    name: { givenName: 'Ann', familyName: 'Lee' },
    title: 'Engineer',
    [ENTERPRISE]: { department: 'Research', manager: { displayName: 'Bob' } },
  });
  ids.bob = await pushUser(server, 'bob@acme.test', { displayName: 'Bob Stone' });
  ids.hostile = await pushUser(server, `${'x'.repeat(200)}@acme.test`, { displayName: HOSTILE });
  // Nobody becomes an Org Admin by an address.
  ids.jane = await pushUser(server, 'jane@acme.test', { displayName: 'Jane Roe' });
  await change(server, `/Users/${ids.ann}`, { title: 'Lead Engineer' });
  await change(server, `/Users/${ids.bob}`, { active: false });
  ids.leads = await pushGroup(server, 'Leads', [ids.ann]);
  ids.staff = await pushGroup(server, 'Staff', [ids.bob, ids.leads], { externalId: 'g-1' });
  window = await openWindow(browser, server.url);
  page = window.page;
  await signInAt(page, 'jane@acme.test', PASSWORD);
});
afterAll(async () => {
  await browser.close();
  await server.close();
});

const heading = (name: string) => page.getByRole('heading', { level: 1, name });

test('walkthrough 4.5: a group is mapped to roles, and its members have them at once', {
  timeout: PATIENCE_MS,
}, async () => {
  await page.goto(`${SCIM}/groups`);
  await page.getByRole('link', { name: 'Staff' }).click();
  await heading('Staff').waitFor();
  expect(await page.getByLabel('SCIM id', { exact: true }).inputValue()).toBe(ids.staff);
  expect(await page.getByRole('button', { name: 'Update Group' }).isDisabled()).toBe(true);
  await page.getByRole('checkbox', { name: 'Reports' }).check();
  await page.getByLabel('Role on Reports').selectOption('Contributor');
  await page.getByText('Its 1 member will get Contributor on Reports at once.').waitFor();
  await page.getByRole('button', { name: 'Update Group' }).click();
  await page.getByText('Reports: no role → Contributor').waitFor();
  await change(server, `/Groups/${ids.staff}`, { externalId: 'g-2' });
  await page.reload();
  await page.getByText('This may be another group than the one that was mapped').waitFor();
  await page.getByRole('tab', { name: 'Members (2)' }).click();
  await page.getByLabel('Search members').fill('le');
  await page.waitForURL('**?tab=members&search=le');
  await page.getByRole('link', { name: 'Bob Stone' }).waitFor({ state: 'detached' });
  await page.getByRole('link', { name: 'Leads' }).waitFor();
  await lookAt(page, `${SCIM}/groups`, 'groups');
  await lookAt(page, `${SCIM}/groups/${ids.staff}`, 'group');
  await lookAt(page, `${SCIM}/groups/${ids.staff}?tab=members`, 'group-members');
  expect(window.problems).toEqual([]);
});

test('a person: who it is here, what it may do and why, and what became of it', {
  timeout: PATIENCE_MS,
}, async () => {
  await page.goto(`${SCIM}/users`);
  await page.getByLabel('Search users').fill('ann.l');
  await page.waitForURL('**/users?search=ann.l');
  await page.getByRole('link', { name: 'Bob Stone' }).waitFor({ state: 'detached' });
  await page.getByRole('link', { name: 'Ann Lee' }).click();
  await heading('Ann Lee').waitFor();
  await page.getByText('Contributor: in Leads, which is in Staff').waitFor();
  await page.getByRole('button', { name: 'Release' }).click();
  await page.getByText('It is with the outgoing mail.').waitFor();
  await page.getByRole('tab', { name: 'Profile' }).click();
  await page.getByRole('rowheader', { name: 'Department' }).waitFor();
  await page.getByRole('tab', { name: 'Timeline' }).click();
  await page.getByText('Engineer → Lead Engineer').waitFor();
  await page.getByText('Came to a group').waitFor();
  await page.goto(`${SCIM}/users/${ids.bob}`);
  await page.getByText('Signature is good').waitFor();
  for (const [path, name] of [
    ['users', 'users'],
    [`users/${ids.ann}`, 'user'],
    [`users/${ids.ann}?tab=profile`, 'user-profile'],
    [`users/${ids.ann}?tab=timeline`, 'user-timeline'],
    [`users/${ids.ann}?tab=scim`, 'user-scim'],
    [`users/${ids.bob}`, 'user-out'],
    [`users/${ids.hostile}`, 'user-hostile'],
  ] as const) {
    await lookAt(page, `${SCIM}/${path}`, name);
  }
  expect(window.problems).toEqual([]);
});

test('a claim is decided side by side with the member it may be, and the decision taken back', {
  timeout: PATIENCE_MS,
}, async () => {
  await page.goto(`${SCIM}/users?status=waiting`);
  await page.getByRole('link', { name: 'Jane Roe' }).click();
  await page.getByRole('link', { name: 'Decide the claim' }).click();
  await lookAt(page, `${SCIM}/claims`, 'claims');
  await page.getByRole('link', { name: 'jane@acme.test' }).click();
  await heading('Who is jane@acme.test?').waitFor();
  await page.getByText('The member is an Org Admin').waitFor();
  await lookAt(page, new URL(page.url()).pathname, 'claim');
  await page.getByRole('button', { name: 'They are the same person' }).click();
  await page.getByRole('button', { name: 'Link', exact: true }).click();
  await page.getByText('Decided: this one').waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('button', { name: 'It is somebody new' }).click();
  await page.getByText('Somebody new, just now').waitFor();
  await page.goto(`${SCIM}/claims`);
  await page.getByRole('heading', { name: 'Nobody waits' }).waitFor();
  await lookAt(page, `${SCIM}/claims`, 'claims-none');
  await lookAt(page, `${SCIM}/claims?show=decided`, 'claims-decided');
  expect(window.problems).toEqual([]);
});
