/** How a connection behaves, set in a browser. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  createConnection,
  DEFAULT_CONNECTION,
} from '../../packages/server/src/connections/index.ts';
import { addPerson, contextOf } from '../accounts/support.ts';
import { openBrowser } from '../support/browser.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { LOOKING_MS, lookAt, person, provision, windowOf } from './watch-support.ts';

const PAGE = '/administration/scim/settings';
let server: TestServer;
let browser: Browser;

beforeAll(async () => {
  [server, browser] = await Promise.all([startServer({ plan: 'enterprise' }), openBrowser()]);
  await addPerson(server, server, 'jane@acme.test', true);
  for (let n = 0; n < 25; n++) {
    await provision(server, 'POST', '/Users', person(`p${n}@acme.test`, `Person ${n}`));
  }
});
afterAll(async () => {
  await browser.close();
  await server.close();
});

test(
  'what is changed is said before it is saved, with what follows from it',
  async () => {
    const window = await windowOf(browser, server);
    const { page, problems, close } = window;
    await lookAt(window, PAGE, 'settings/as-it-is', () =>
      page.getByText('Of 25 active users, 20 may go within an hour').waitFor(),
    );
    await page.getByRole('combobox', { name: 'Identity provider' }).click();
    await page.getByRole('option', { name: 'Microsoft Entra ID' }).click();
    await page.getByRole('button', { name: /What is bent for Microsoft Entra ID/ }).click();
    await page.getByText('Bends RFC 7644 §3.5.2.1').waitFor();
    await page.getByRole('radio', { name: 'Strict' }).check();
    await page.getByRole('radio', { name: 'Hold until you release them' }).check();
    await page.getByRole('textbox', { name: 'At least' }).fill('5');
    await page.getByText('Of 25 active users, 5 may go within an hour').waitFor();
    const bar = page.getByRole('region', { name: 'Changes that are not saved' });
    await bar.getByText('Mode: tolerant → strict').waitFor();
    await bar.getByText('Provisioning is likely to fail').waitFor();
    await page.screenshot({ path: 'artifacts/screenshots/settings/to-save.png', fullPage: false });
    await page.getByRole('link', { name: 'Overview' }).click();
    await page
      .getByRole('dialog', { name: 'Leave without saving?' })
      .getByRole('button', { name: 'Cancel' })
      .click();
    await page.getByRole('radio', { name: 'Tolerant (recommended)' }).check();
    await bar.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved. It holds from the next request on.').waitFor();
    await bar.waitFor({ state: 'hidden' });
    expect(server.app.registry.connections(server.organization.id)).toMatchObject([
      { dialect: 'entra', mode: 'tolerant', invitations: 'hold', brakeLeast: 5 },
    ]);
    expect(problems).toEqual([]);
    await close();
  },
  LOOKING_MS,
);

test('with several connections one is chosen, and the address says which', async () => {
  const sandbox = { ...DEFAULT_CONNECTION, name: 'Sandbox' };
  const { id } = await createConnection(server.app, contextOf(server, server), sandbox);
  await server.app.registry.refresh(server.organization.id);
  const { page, problems, close } = await windowOf(browser, server);
  await page.goto(PAGE);
  await page.getByRole('combobox', { name: 'Connection' }).click();
  await page.getByRole('option', { name: 'Sandbox (0 users, 0 groups)' }).click();
  await page.waitForURL(`**/settings?connection=${id}`);
  await page.getByText('With 0 active users there is no brake yet').waitFor();
  expect(await page.getByLabel('Name of the connection').inputValue()).toBe('Sandbox');
  expect(problems).toEqual([]);
  await close();
});
