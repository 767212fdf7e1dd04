/** Users in the console: found, looked at, given roles, deactivated. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { putEntryPoints } from '../../packages/server/src/permissions/index.ts';
import { addPerson, contextOf, PASSWORD, type Person } from '../accounts/support.ts';
import { openBrowser, openWindow, screenshot, signInAt } from '../support/browser.ts';
import { lookAt, violations } from '../support/look-at.ts';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let browser: Browser;
let mary: Person;
const HOSTILE = '<img src=x onerror=alert(1)> \u202Eesrever '.repeat(4);

beforeAll(async () => {
  [server, browser] = await Promise.all([startServer(), openBrowser()]);
  await addPerson(server, server, 'jane@acme.test', true);
  mary = await addPerson(server, server, 'mary@acme.test');
  await putEntryPoints(server.app, contextOf(server, server), [
    { key: 'billing', name: 'Billing', description: 'Invoices, and who may pay them' },
    { key: 'reports', name: 'Reports' },
  ]);
  for (const [userName, displayName] of [
    ['ann@acme.test', 'Ann Lindqvist'],
    ['mallory@acme.test', HOSTILE],
  ]) {
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

test('walkthrough 4.3: without pushed groups, an administrator gives permissions to each person directly', async () => {
  const { page, problems, close } = await openWindow(browser, server.url);
  await signInAt(page, 'jane@acme.test', PASSWORD);
  await page.goto('/administration/users');
  await page.getByRole('link', { name: 'Ann Lindqvist' }).waitFor();
  await lookAt(page, 'members/users');

  await page.getByLabel('Name or address begins with').fill('MARY');
  await page.waitForURL('**/administration/users?q=MARY');
  await page.getByRole('link', { name: 'mary@acme.test' }).click();
  await page.getByRole('heading', { level: 1, name: 'mary@acme.test' }).waitFor();
  await page.getByLabel('Role on Billing').selectOption('Contributor');
  await page.getByText('1 not saved yet').waitFor();
  await page.getByRole('button', { name: 'Save roles' }).click();
  await page.getByText('Contributor, given directly').waitFor();
  await page.getByText('One role changed.').waitFor();
  await lookAt(page, 'members/user');
  expect(problems).toEqual([]);
  await close();
});

test('who is deactivated loses access at once, leaves a receipt, and can come back', async () => {
  const { page, problems, close } = await openWindow(browser, server.url, { scheme: 'dark' });
  await signInAt(page, 'jane@acme.test', PASSWORD);
  await page.goto(`/administration/users/${mary.memberId}`);
  await page.getByRole('button', { name: 'Deactivate' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Type mary@acme.test to confirm').fill('mary@acme.test');
  await screenshot(page, 'members/deactivate-dark');
  await dialog.getByRole('button', { name: 'Deactivate' }).click();
  await page.getByText('Out since just now').waitFor();
  await page.getByText('None: whoever is deactivated may do nothing').waitFor();
  await screenshot(page, 'members/user-dark');
  expect(await violations(page)).toEqual([]);
  const receipt = page.waitForEvent('download');
  await page.getByRole('button', { name: /^Download receipt/ }).click();
  expect((await receipt).suggestedFilename()).toMatch(/^receipt-.*\.jws$/);
  await page.getByRole('button', { name: 'Activate' }).click();
  await page.getByText('has access again').waitFor();
  await page.goto('/administration/users');
  await page.getByRole('link', { name: 'Ann Lindqvist' }).waitFor();
  const csv = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Export CSV' }).click();
  expect((await csv).suggestedFilename()).toMatch(/^members-.*\.csv$/);
  expect(problems).toEqual([]);
  await close();
});

test('what the identity provider keeps is locked; the last Org Admin stays one; names are text', async () => {
  const { page, problems, close } = await openWindow(browser, server.url, { width: 360 });
  await signInAt(page, 'jane@acme.test', PASSWORD);
  await page.goto('/administration/users?source=provisioned');
  await page.getByRole('link', { name: 'Ann Lindqvist' }).waitFor();
  await page.getByRole('link', { name: /onerror/ }).click();
  await page.getByText('keeps this').first().waitFor();
  await page.getByText('unassign or deactivate the person at the identity provider').waitFor();
  await screenshot(page, 'members/user-360');
  const width = await page.evaluate('document.documentElement.scrollWidth');
  expect(width).toBe(360);

  await page.goto(`/administration/users/${server.ownerId}`);
  await page.getByRole('button', { name: 'Take Org Admin away' }).click();
  await page.getByRole('button', { name: 'Take away' }).click();
  await page.getByText('is no Org Admin any more').waitFor();
  await page.goto('/administration/users?q=jane');
  await page.getByRole('link', { name: 'jane@acme.test' }).click();
  await page.getByRole('button', { name: 'Take Org Admin away' }).click();
  await page.getByRole('button', { name: 'Take away' }).click();
  await page.getByText('This person is the last active Org Admin').waitFor();
  expect(problems).toEqual([]);
  await close();
});
