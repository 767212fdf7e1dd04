/** The audit log in the console: in words, filtered, opened, exported, checked. */
import { readFile } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { setOrgAdmin } from '../../packages/server/src/members/index.ts';
import { addPerson, contextOf, PASSWORD } from '../accounts/support.ts';
import { openBrowser, openWindow, signInAt } from '../support/browser.ts';
import { lookAt } from '../support/look-at.ts';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let browser: Browser;

beforeAll(async () => {
  [server, browser] = await Promise.all([startServer(), openBrowser()]);
  await addPerson(server, server, 'jane@acme.test', true);
  const mary = await addPerson(server, server, 'mary@acme.test');
  await setOrgAdmin(server.app, contextOf(server, server), mary.memberId, true);
  const headers = { 'content-type': 'application/scim+json' };
  const made = await server.scim('/Users', {
    method: 'POST',
    headers,
    body: JSON.stringify({
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
      userName: 'ann@acme.test',
      displayName: 'Ann',
      title: 'Nurse',
    }),
  });
  const { id } = (await made.json()) as { id: string };
  await server.scim(`/Users/${id}`, {
    method: 'PATCH',
    headers,
    body: JSON.stringify({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
      Operations: [{ op: 'replace', path: 'title', value: '<b>Doctor</b>' }],
    }),
  });
});
afterAll(async () => {
  await browser.close();
  await server.close();
});

test('who changed what, from what to what, is found, read and taken along', async () => {
  const { page, problems, close } = await openWindow(browser, server.url);
  await signInAt(page, 'jane@acme.test', PASSWORD);
  await page.goto('/administration/audit-log');
  await page.getByText('SCIM user created').waitFor();
  await page.getByLabel('About').selectOption('SCIM users');
  await page.waitForURL('**/administration/audit-log?action=user');
  await page.getByText('SCIM user updated').waitFor();
  await page.getByLabel('Text in the detail').fill('doctor');
  await page.getByText('SCIM user created').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Show the detail' }).click();
  await page.getByText('<b>Doctor</b>').waitFor();
  await page.getByText('Nurse').waitFor();
  await page.getByRole('link', { name: 'Show the request' }).waitFor();
  await lookAt(page, 'audit/detail');
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Export CSV' }).click();
  const csv = await readFile(await (await download).path(), 'utf8');
  expect(csv.trimEnd().split('\r\n')).toHaveLength(2);

  await page.goto('/administration/audit-log?actor=jane%40acme.test');
  await page.getByText('Signed in').first().waitFor();
  await page.getByText('SCIM user created').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Check the log' }).click();
  await page.getByText('The log is whole').waitFor();
  await page.goto('/administration/audit-log?until=2001-01-01');
  await page.getByText('No record matches').waitFor();
  await page.goto('/administration/audit-log');
  await page.getByText('SCIM user created').waitFor();
  await lookAt(page, 'audit/log');
  expect(problems).toEqual([]);
  await close();
});
