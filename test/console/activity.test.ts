/** The log of requests, in a browser. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addPerson } from '../accounts/support.ts';
import { openBrowser } from '../support/browser.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { group, LOOKING_MS, lookAt, patch, person, provision, windowOf } from './watch-support.ts';

const HOSTILE = `<img src=x onerror=alert(1)> \u202Egro.live ${'ngstrom'.repeat(40)}`;
let server: TestServer;
let browser: Browser;

beforeAll(async () => {
  [server, browser] = await Promise.all([startServer({ plan: 'enterprise' }), openBrowser()]);
  await addPerson(server, server, 'jane@acme.test', true);
  const ada = await provision(server, 'POST', '/Users', person('ada@acme.test', 'Ada Lovelace'));
  const bob = await provision(server, 'POST', '/Users', person('bob@acme.test', 'Bob Martin'));
  await provision(server, 'POST', '/Users', person('eve@acme.test', HOSTILE));
  const sales = await provision(server, 'POST', '/Groups', group('Sales', [ada]));
  const profile = { op: 'Replace', value: { title: 'Chief Engineer', shoeSize: 43 } };
  await provision(server, 'PATCH', `/Users/${ada}`, patch(profile));
  const members = { op: 'add', path: 'members', value: [{ value: bob }] };
  await provision(server, 'PATCH', `/Groups/${sales}`, patch(members));
  await provision(server, 'GET', '/Users?filter=userName%20eq%20%22ada%40acme.test%22');
  await provision(server, 'POST', '/Users', person('ada@acme.test', 'Ada Lovelace'));
});
afterAll(async () => {
  await browser.close();
  await server.close();
});

test('what the identity provider does appears by itself; filters stand in the address', async () => {
  const { page, problems, close } = await windowOf(browser, server);
  await page.getByRole('button', { name: 'SCIM' }).click();
  await page.getByRole('link', { name: 'Activity' }).click();
  await page.getByRole('link', { name: 'Added 1 member to the group Sales' }).waitFor();
  await provision(server, 'POST', '/Users', person('kim@acme.test', 'Kim New'));
  await page.getByRole('link', { name: 'Created Kim New' }).waitFor();
  await page.getByText('1 new request since you opened this page.').waitFor();
  await page.getByRole('button', { name: 'Pause' }).click();
  await provision(server, 'POST', '/Users', person('lou@acme.test', 'Lou Later'));
  await page.getByRole('combobox', { name: 'Status' }).click();
  await page.getByRole('option', { name: 'Only errors' }).click();
  await page.waitForURL('**/activity?status=failed');
  await page.getByRole('link', { name: 'Could not create Ada Lovelace' }).waitFor();
  expect(await page.getByRole('link', { name: /^Created/ }).count()).toBe(0);
  await page.getByRole('button', { name: 'Export' }).click();
  const file = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'CSV, for spreadsheets' }).click();
  expect((await file).suggestedFilename()).toBe('requests.csv');
  await page.getByRole('button', { name: 'Clear all filters' }).click();
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.getByRole('link', { name: 'Created Lou Later' }).waitFor();
  expect(problems).toEqual([]);
  await close();
});

test('one that failed says why and what to do on both sides, and a dry run says whether it would work now', async () => {
  const { page, problems, close } = await windowOf(browser, server);
  await page.goto('/administration/scim/activity?status=failed');
  await page.getByRole('link', { name: 'Could not create Ada Lovelace' }).click();
  await page.getByRole('heading', { level: 1, name: 'Could not create Ada Lovelace' }).waitFor();
  await page.getByText('Let it match the user that is there by userName').waitFor();
  await page.getByRole('button', { name: 'Run as a dry run' }).click();
  await page.getByText('It would be answered with').waitFor();
  await page.getByText('409 Conflict').nth(1).waitFor();
  expect(problems).toEqual([]);
  await close();
});

test(
  'every page of it is readable in light, in dark and on a small screen',
  async () => {
    const window = await windowOf(browser, server);
    const { page, close } = window;
    const list = '/administration/scim/activity';
    await lookAt(window, list, 'activity/list', () =>
      page.getByRole('link', { name: 'Created Bob Martin' }).waitFor(),
    );
    await lookAt(window, `${list}?view=charts`, 'activity/charts', () =>
      page.getByText('How fast they were answered').waitFor(),
    );
    await lookAt(window, `${list}/5`, 'activity/request', async () => {
      await page.getByRole('button', { name: 'Run as a dry run' }).click();
      await page.getByText('It would be answered with').waitFor();
    });
    await lookAt(window, `${list}/8`, 'activity/failed', () =>
      page.getByText('Let it match').waitFor(),
    );
    await close();
  },
  LOOKING_MS,
);
