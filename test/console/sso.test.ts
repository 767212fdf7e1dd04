/** Single sign-on in the console: set up, tested, turned on, made the only way in, and removed. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { setProvider } from '../../packages/server/src/single-sign-on/index.ts';
import { addPerson, contextOf, PASSWORD, type Person } from '../accounts/support.ts';
import { type ScriptedProvider, startScripted } from '../single-sign-on/scripted-provider.ts';
import { CONFIG } from '../single-sign-on/support.ts';
import { openBrowser, openWindow, signInAt } from '../support/browser.ts';
import { lookAt } from '../support/look-at.ts';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let browser: Browser;
let provider: ScriptedProvider;
let jane: Person;

beforeAll(async () => {
  [server, browser, provider] = await Promise.all([
    startServer({ config: CONFIG }),
    openBrowser(),
    startScripted(),
  ]);
  jane = await addPerson(server, server, 'jane@acme.test', true);
});
afterAll(async () => {
  await browser.close();
  await server.close();
  await provider.close();
});

test('an Org Admin sets single sign-on up, step by step, and reads what follows from each', async () => {
  const { page, problems, close } = await openWindow(browser, server.url);
  await signInAt(page, 'jane@acme.test', PASSWORD);
  await page.goto('/administration/single-sign-on');
  await page.getByText('Not set up').waitFor();
  await page.getByRole('tab', { name: 'Microsoft Entra ID' }).click();
  await page.getByText('App registrations › New registration').waitFor();
  await lookAt(page, 'sso/empty');

  await page.getByLabel('Name').fill('Acme login');
  await page.getByLabel('Issuer').fill(`${provider.issuer}/elsewhere`);
  await page.getByLabel('Client ID').fill('rollcall');
  await page.getByLabel('Client secret').fill('a-client-secret-that-nobody-sees');
  await page.getByLabel('Claim that says who somebody is').fill('email');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('can be changed or given to somebody else').waitFor();
  await page.getByLabel('Claim that says who somebody is').fill('sub');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('button', { name: 'Test', exact: true }).click();
  await page.getByText('could not be read').waitFor();
  await page.getByLabel('Issuer').fill(provider.issuer);
  await page.getByText('This ends sessions').waitFor();
  await page.getByLabel('Client secret').fill('a-client-secret-that-nobody-sees');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('This ends sessions').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Test', exact: true }).click();
  await page.getByText('which is accepted').waitFor();
  await lookAt(page, 'sso/tested');
  expect(await page.content()).not.toContain('a-client-secret');

  await page.getByRole('button', { name: 'Turn on' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Turn on' }).click();
  await page.getByRole('button', { name: 'Only single sign-on' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('rollcall admin-link').waitFor();
  await lookAt(page, 'sso/only');
  await dialog.getByLabel('Type Acme login to confirm').fill('Acme login');
  await dialog.getByRole('button', { name: 'Only single sign-on' }).click();
  await dialog.getByRole('alert').waitFor();
  await dialog.getByRole('button', { name: 'Cancel' }).click();

  await page.goto(`/administration/users/${jane.memberId}`);
  await page.getByRole('button', { name: 'Link an identity' }).click();
  await page.getByLabel('Subject').fill('00u-jane');
  await page.getByRole('button', { name: 'Link', exact: true }).click();
  await page.getByRole('button', { name: 'Unlink 00u-jane' }).waitFor();

  await page.goto('/administration/single-sign-on');
  await page.getByRole('button', { name: 'Only single sign-on' }).click();
  await dialog.getByLabel('Type Acme login to confirm').fill('Acme login');
  await dialog.getByRole('button', { name: 'Only single sign-on' }).click();
  // The session of the one who did it began with a password, too.
  await page.getByRole('dialog', { name: 'You are signed out' }).waitFor();
  await page.getByRole('textbox', { name: 'Password of jane@acme.test' }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await dialog.getByRole('alert').waitFor();
  await setProvider(server.app, contextOf(server, server), { required: false });
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByText('Passwords work beside it').waitFor();
  await page.getByRole('button', { name: 'Remove single sign-on' }).click();
  await dialog.getByLabel('Type Acme login to confirm').fill('Acme login');
  await dialog.getByRole('button', { name: 'Remove', exact: true }).click();
  await page.getByText('Not set up').waitFor();
  expect(problems).toEqual([]);
  await close();
});
