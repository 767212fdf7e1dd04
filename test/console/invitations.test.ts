/** Invitations in the console: held, previewed, released; one by hand, and a list that is interrupted. */
import { readFile } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { putEntryPoints } from '../../packages/server/src/permissions/index.ts';
import { addPerson, contextOf, countOf, PASSWORD } from '../accounts/support.ts';
import { openBrowser, openWindow, screenshot, signInAt } from '../support/browser.ts';
import { lookAt } from '../support/look-at.ts';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let browser: Browser;

beforeAll(async () => {
  const connection = { invitations: 'hold' } as const;
  [server, browser] = await Promise.all([startServer({ connection }), openBrowser()]);
  await addPerson(server, server, 'jane@acme.test', true);
  await putEntryPoints(server.app, contextOf(server, server), [
    { key: 'billing', name: 'Billing' },
  ]);
  const people = [
    ['ann@acme.test', 'Ann Lindqvist'],
    ['bob@acme.test', '<script>alert(1)</script>'],
    ['cid@acme.test', 'Cid'],
  ];
  for (const [userName, displayName] of people) {
    await server.scim('/Users', {
      method: 'POST',
      headers: { 'content-type': 'application/scim+json' },
      body: JSON.stringify({
        schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
        ...{ userName, displayName, emails: [{ value: userName, primary: true }] },
      }),
    });
  }
});
afterAll(async () => {
  await browser.close();
  await server.close();
});

test('walkthrough 4.1: invitations are held, previewed and released, so that a wrong assignment mails nobody', async () => {
  const { page, problems, close } = await openWindow(browser, server.url);
  await signInAt(page, 'jane@acme.test', PASSWORD);
  await page.goto('/administration/invitations');
  await page.getByRole('link', { name: 'Ann Lindqvist' }).waitFor();
  await page.getByText('No mail goes out yet').waitFor();
  await lookAt(page, 'invitations/held');
  await page.getByRole('checkbox', { name: 'Choose Ann Lindqvist' }).check();
  await page.getByRole('button', { name: 'Release chosen (1)' }).click();
  await page.getByText('1 person will be mailed.').waitFor();

  await page.getByRole('button', { name: 'Release all' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('2 people would be mailed').waitFor();
  const frame = dialog.frameLocator('iframe');
  await frame.getByText('invites you to join Acme').first().waitFor();
  await screenshot(page, 'invitations/release-all-html');
  // In a frame that may run nothing, nothing looks for mistakes either.
  await dialog.getByRole('tab', { name: 'Plain text' }).click();
  await lookAt(page, 'invitations/release-all');
  await dialog.getByLabel('Type 2 to confirm').fill('2');
  await dialog.getByRole('button', { name: 'Mail 2 people' }).click();
  await page.getByText('2 people will be mailed.').waitFor();
  await page.getByText('Nothing is held').waitFor();
  expect(await countOf(server, 'invitation', `state = 'pending'`)).toBe(3);

  await page.getByRole('tab', { name: 'Pending' }).click();
  await page.getByRole('link', { name: '<script>' }).click();
  await page.getByRole('button', { name: 'Send again' }).click();
  await page.getByText('with a new link').waitFor();
  await page.getByRole('tab', { name: 'Plain text' }).click();
  await lookAt(page, 'invitations/invitation');
  await page.getByRole('button', { name: 'Withdraw' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Withdraw' }).click();
  await page.getByText('Withdrawn').first().waitFor();
  expect(problems).toEqual([]);
  await close();
});

test('one person is invited by hand, with a role, and nobody is mailed while it is held', async () => {
  const { page, problems, close } = await openWindow(browser, server.url);
  await signInAt(page, 'jane@acme.test', PASSWORD);
  await page.goto('/administration/invitations/new');
  await page.getByLabel('E-mail address').fill('zoe@example.com');
  await page.getByLabel('Name').fill('Zoe');
  await page.getByLabel('Billing').selectOption('Viewer');
  await page.getByLabel('Hold it: mail nobody yet').check();
  await lookAt(page, 'invitations/new');
  await page.getByRole('button', { name: 'Invite', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'Zoe' }).waitFor();
  await page.getByText('Viewer on Billing').waitFor();
  await page.getByText('you to release it').waitFor();
  expect(problems).toEqual([]);
  await close();
});

test('a list is looked at first, shows how far it is, and goes on after the page was left', async () => {
  const { page, problems, close } = await openWindow(browser, server.url);
  await signInAt(page, 'jane@acme.test', PASSWORD);
  await page.goto('/administration/invitations/new?how=list');
  const people = Array.from({ length: 150 }, (_, n) => `p${n}@example.com,Person ${n}`);
  const list = ['email,displayName', ...people, 'nonsense,=1+1', 'jane@acme.test,Jane'].join('\n');
  await page.getByLabel('Or paste it').fill(list);
  await lookAt(page, 'invitations/list');
  await page.getByRole('button', { name: 'Check the list' }).click();
  await page.getByRole('heading', { name: '150 would be invited' }).waitFor();
  await page.getByLabel('Show only lines that are left out').check();
  await page.getByText('nonsense is not an e-mail address').waitFor();
  await lookAt(page, 'invitations/list-checked');

  let sent = 0;
  await page.route('**/invitations/import', (route) =>
    ++sent === 2 ? route.abort() : route.continue(),
  );
  // Somebody else is quicker with one of them.
  const hasty = { email: 'p120@example.com', isHeld: true };
  await page.evaluate(
    `fetch('v1/console/invitations', { method: 'POST', body: ${JSON.stringify(JSON.stringify(hasty))},
      headers: { 'content-type': 'application/json' } })`,
  );
  await page.getByRole('button', { name: 'Invite 150' }).click();
  await page.getByText('It stopped on the way').waitFor();
  await page.getByText('100 of 150 are invited').waitFor();
  await page.reload();
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('heading', { name: 'The list is done' }).waitFor();
  await page.getByText('149 of 150 are invited, 1 refused').waitFor();
  await lookAt(page, 'invitations/list-done');
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download what failed' }).click();
  const failed = await readFile(await (await download).path(), 'utf8');
  expect(failed.split('\r\n')[0]).toBe('email,displayName,orgAdmin,roles,reason');
  expect(failed).toContain('p120@example.com,Person 120,no,,');
  expect(problems).toEqual([]);
  await close();
});
