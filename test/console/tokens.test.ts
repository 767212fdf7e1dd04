/** Personal access tokens, in a browser: walkthrough 2.2 to 2.5. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { deactivateMember } from '../../packages/server/src/members/index.ts';
import { revokeToken } from '../../packages/server/src/tokens/index.ts';
import { addPerson, contextOf, PASSWORD } from '../accounts/support.ts';
import { openBrowser, openWindow, signInAt } from '../support/browser.ts';
import { lookAt } from '../support/look-at.ts';
import { rowsOf } from '../support/rows.ts';
import { startServer, type TestServer } from '../support/server.ts';

const TOKENS = '/administration/developers/tokens';
/** Inert, and no reason for anything to be wider. */
const STRANGE = `<img src=x onerror=alert(1)>${'x'.repeat(60)}`;

// Whole flows, looked at on the way; other tests run beside them.
vi.setConfig({ testTimeout: 180_000 });

let server: TestServer;
let browser: Browser;

beforeAll(async () => {
  [server, browser] = await Promise.all([startServer(), openBrowser()]);
  await addPerson(server, server, 'jane@acme.test', true);
  const [first] = await rowsOf<{ id: string }>(server, 'select id from token');
  await revokeToken(server.app, contextOf(server, server), first?.id ?? '');
  await server.app.registry.refresh(server.organization.id);
});
afterAll(async () => {
  await browser.close();
  await server.close();
});

const field = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true });
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
const choose = async (page: Page, name: string, option: string) => {
  await page.getByRole('combobox', { name }).click();
  await page.getByRole('option', { name: option, exact: true }).click();
};
const askWith = (token: string) =>
  fetch(`${server.baseUrl}/Users?startIndex=1&count=2`, { headers: { authorization: token } });

test('2.2 to 2.5: a token is made, shown once, used by Okta as it is typed, rotated and revoked', async () => {
  const { page, problems, close } = await openWindow(browser, server.url);
  await signInAt(page, 'jane@acme.test', PASSWORD);
  await page.getByRole('button', { name: 'Developers' }).click();
  await page.getByRole('link', { name: 'Personal Access Tokens' }).click();
  await page.getByText('No token is usable now').waitFor();
  await lookAt(page, 'tokens/empty');
  await page.getByRole('link', { name: 'New Access Token' }).first().click();

  // 2.3: every expiration and permission that there is, and what happens when it ends.
  await page.getByRole('combobox', { name: 'Expiration' }).click();
  expect(await page.getByRole('option').allTextContents()).toEqual([
    ...['30 days', '60 days', '90 days', '180 days', 'One year', 'A chosen date', 'No expiration'],
  ]);
  await page.getByRole('option', { name: '30 days' }).click();
  await page.getByText('the integration fails until a new token is configured').waitFor();
  await field(page, 'Name').fill('Okta');
  expect(await page.getByRole('combobox', { name: 'Permission' }).inputValue()).toBe(
    'Read and write SCIM',
  );
  expect(await page.getByLabel('Connection').count()).toBe(0);
  await lookAt(page, 'tokens/new');
  await press(page, 'Create Token');

  // 2.4: shown once, and not closed by mistake.
  await page.getByText('Copy it now').waitFor();
  await lookAt(page, 'tokens/secret');
  const token = await field(page, 'Token').inputValue();
  await press(page, 'Copy Token');
  expect(await page.evaluate('navigator.clipboard.readText()')).toBe(token);
  await page.keyboard.press('Escape');
  await page.mouse.click(5, 5);
  // 3.1 and 3.2: what Okta's Header Auth sends.
  const header = await field(page, 'API token with scheme').inputValue();
  expect(header).toBe(`bearer ${token}`);
  expect(await field(page, 'Base URL').last().inputValue()).toBe(server.baseUrl);
  const answer = await askWith(header);
  expect(answer.status).toBe(200);
  expect(await answer.json()).toMatchObject({ totalResults: 0 });
  await page.reload();
  await page.getByRole('table', { name: 'Personal access tokens' }).waitFor();
  expect(await page.content()).not.toContain(token);

  // The list shows who answers for it, when and from where it was used, and when it ends.
  const row = page.getByRole('row').filter({ hasText: token.slice(0, 22) });
  await expect
    .poll(async () => {
      await page.reload();
      return row.innerText();
    })
    .toMatch(/jane@acme\.test[\s\S]*just now[\s\S]*from 127\.0\.0\.1[\s\S]*in 30 days/);

  await press(page, 'What to do with Okta');
  await page.getByRole('menuitem', { name: 'Rotate' }).click();
  await choose(page, 'The old token goes on working for', '3 days');
  await lookAt(page, 'tokens/rotate');
  await press(page, 'Rotate token');
  const fresh = await field(page, 'Token').inputValue();
  expect((await askWith(`Bearer ${token}`)).status).toBe(200);
  expect((await askWith(`Bearer ${fresh}`)).status).toBe(200);
  await press(page, 'I have copied the token');
  await row.getByText('Old: replaced').waitFor();
  await row.getByText('Expires soon').waitFor();
  await lookAt(page, 'tokens/list');

  // Two are the most, which is said before anything is refused.
  await page.getByRole('link', { name: 'New Access Token' }).click();
  await page.getByText('There are two usable tokens for this already').waitFor();
  expect(await page.getByRole('button', { name: 'Create Token' }).isDisabled()).toBe(true);
  await lookAt(page, 'tokens/two-already');
  await choose(page, 'Permission', 'Read SCIM');
  await field(page, 'Name').fill(STRANGE);
  await choose(page, 'Expiration', 'A chosen date');
  await press(page, 'Create Token');
  await page.getByText('Choose a date.').waitFor();
  await page.getByLabel('Expires at the end of').fill('2030-01-31');
  await press(page, 'Create Token');
  await press(page, 'I have copied the token');

  // Revoked, after it was said what stops.
  await row.getByRole('button', { name: 'What to do with Okta' }).click();
  await page.getByRole('menuitem', { name: 'Revoke' }).click();
  await page.getByText(/The connection “Default” goes on with/).waitFor();
  await page.getByLabel('Type Okta to confirm').fill('Okta');
  await lookAt(page, 'tokens/revoke');
  await press(page, 'Revoke token');
  await row.waitFor({ state: 'hidden' });
  const refused = await askWith(`Bearer ${token}`);
  expect(refused.status).toBe(401);
  expect(await refused.text()).toContain('was revoked');
  await page.getByLabel('Show those that have expired or were revoked').check();
  await row.getByText('Revoked').waitFor();
  expect(page.url()).toContain('ended=true');
  expect(problems).toEqual([]);
  await close();
});

test('who left is marked, a banner says so until it is hidden, and who rotates answers for the new one', async () => {
  const gone = await addPerson(server, server, 'gone@acme.test', true);
  const { page, problems, close } = await openWindow(browser, server.url);
  await signInAt(page, gone.email, PASSWORD);
  await page.goto(`${TOKENS}?create=true`);
  await choose(page, 'Permission', 'Read SCIM');
  await field(page, 'Name').fill('Reports');
  await press(page, 'Create Token');
  await press(page, 'I have copied the token');
  await deactivateMember(server.app, contextOf(server, server), gone.memberId);
  await page.context().clearCookies();
  await signInAt(page, 'jane@acme.test', PASSWORD);
  await page.goto(TOKENS);
  const row = page.getByRole('row').filter({ hasText: 'Reports' });
  await row.getByText('Left').waitFor();
  await press(page, 'What to do with Reports');
  await page.getByRole('menuitem', { name: 'Rotate' }).click();
  await choose(page, 'The old token goes on working for', 'Not at all: it ends at once');
  await press(page, 'Rotate token');
  await press(page, 'I have copied the token');
  await row.getByText('jane@acme.test').waitFor();
  expect(await row.getByText('Left').count()).toBe(0);
  expect(problems).toEqual([]);
  await close();
});
