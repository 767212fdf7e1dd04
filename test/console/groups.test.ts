/** Groups made here, and who has what on an entry point. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createGroup } from '../../packages/server/src/groups/index.ts';
import { putEntryPoints, setGrant } from '../../packages/server/src/permissions/index.ts';
import { addPerson, contextOf, PASSWORD } from '../accounts/support.ts';
import { openBrowser, openWindow, signInAt } from '../support/browser.ts';
import { lookAt } from '../support/look-at.ts';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let browser: Browser;

beforeAll(async () => {
  [server, browser] = await Promise.all([startServer(), openBrowser()]);
  await addPerson(server, server, 'jane@acme.test', true);
  await addPerson(server, server, 'mary@acme.test');
  await putEntryPoints(server.app, contextOf(server, server), [
    { key: 'billing', name: 'Billing', description: 'Invoices, and who may pay them' },
    { key: 'reports', name: 'Reports' },
  ]);
  await server.scim('/Groups', {
    method: 'POST',
    headers: { 'content-type': 'application/scim+json' },
    body: JSON.stringify({
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
      displayName: 'Engineering',
    }),
  });
});
afterAll(async () => {
  await browser.close();
  await server.close();
});

test('a group is made here, gives its members a role at once, and takes it away with itself', async () => {
  const { page, problems, close } = await openWindow(browser, server.url);
  await signInAt(page, 'jane@acme.test', PASSWORD);
  await page.goto('/administration/groups');
  await page.getByRole('button', { name: 'New group' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('engineering');
  await dialog.getByRole('button', { name: 'Create group' }).click();
  await dialog.getByText('There is already a group').waitFor();
  await dialog.getByLabel('Name').fill('Night shift');
  await dialog.getByRole('button', { name: 'Create group' }).click();
  await page.getByRole('heading', { level: 1, name: 'Night shift' }).waitFor();

  await page.getByLabel('Add somebody').fill('mary');
  await page.getByRole('button', { name: 'Add mary@acme.test' }).click();
  await page.getByText('mary@acme.test is in the group.').waitFor();
  await page.getByLabel('Role on Billing').selectOption('Approver');
  await page.getByText('This changes what 1 person may do, at once.').waitFor();
  await page.getByRole('button', { name: 'Update Group' }).click();
  await page.getByText('One role changed.').waitFor();
  await lookAt(page, 'groups/group');
  await page.getByRole('link', { name: 'mary@acme.test' }).click();
  await page.getByText('Approver, since the person is in Night shift').waitFor();

  await page.goto('/administration/groups');
  await page.getByRole('link', { name: 'Engineering' }).waitFor();
  await lookAt(page, 'groups/groups');
  await page.getByRole('link', { name: 'Night shift' }).click();
  await page.getByRole('button', { name: 'Rename' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill('Day shift');
  await page.getByRole('dialog').getByRole('button', { name: 'Rename' }).click();
  await page.getByRole('heading', { level: 1, name: 'Day shift' }).waitFor();

  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByLabel('Type Day shift to confirm').fill('Day shift');
  await page.getByRole('button', { name: 'Delete group' }).click();
  await page.getByText('Engineering').waitFor();
  expect(problems).toEqual([]);
  await close();
});

test('who has which role on an entry point is told there, and what a role includes', async () => {
  const { page, problems, close } = await openWindow(browser, server.url);
  const context = contextOf(server, server);
  const { id } = await createGroup(server.app, context, 'Day shift');
  const subject = { kind: 'group', id } as const;
  await setGrant(server.app, context, { entryPoint: 'billing', role: 'approver', subject });
  await signInAt(page, 'jane@acme.test', PASSWORD);
  await page.goto('/administration/entry-points');
  await page.getByRole('link', { name: 'Billing' }).waitFor();
  await lookAt(page, 'permissions/entry-points');
  await page.getByRole('link', { name: 'Billing' }).click();
  await page.getByRole('link', { name: 'Day shift' }).waitFor();
  await lookAt(page, 'permissions/entry-point');
  await page.getByRole('tab', { name: 'Directly' }).click();
  await page.getByText('Nobody has a role here directly').waitFor();
  await page.goto('/administration/roles');
  await page.getByText('includes Viewer, Contributor', { exact: true }).waitFor();
  await lookAt(page, 'permissions/roles');

  expect(problems).toEqual([]);
  await close();
});
