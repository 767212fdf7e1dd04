/** The home of Org Admins, in a browser. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { countDay } from '../../packages/server/src/overview/index.ts';
import { addPerson } from '../accounts/support.ts';
import { openBrowser } from '../support/browser.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { group, LOOKING_MS, lookAt, person, provision, windowOf } from './watch-support.ts';

const DAY_MS = 86_400_000;
let server: TestServer;
let browser: Browser;
/** How far the clock of the server is behind, milliseconds. */
let behind = 0;

beforeAll(async () => {
  const clock = () => new Date(Date.now() - behind);
  [server, browser] = await Promise.all([
    startServer({ plan: 'enterprise', clock }),
    openBrowser(),
  ]);
  await addPerson(server, server, 'jane@acme.test', true);
});
afterAll(async () => {
  await browser.close();
  await server.close();
});

test(
  'a new organisation has a list that ticks itself; then the page says how provisioning is doing',
  async () => {
    const window = await windowOf(browser, server);
    const { page, problems, close } = window;
    await lookAt(window, '/overview', 'overview/new', () =>
      page.getByText('Never connected').waitFor(),
    );
    await page.getByText('1 of 5 done').waitFor();
    const ada = await provision(server, 'POST', '/Users', person('ada@acme.test', 'Ada Lovelace'));
    await page.getByText('3 of 5 done').waitFor();
    await page.getByText('Working').waitFor();

    for (const days of [3, 2, 1, 0]) {
      behind = days * DAY_MS;
      await countDay(server.app, [server.organization.id], new AbortController().signal);
      await provision(server, 'POST', '/Users', person(`d${days}@acme.test`, `Day ${days}`));
    }
    await provision(server, 'POST', '/Groups', group('Sales', [ada]));
    for (let n = 0; n < 20; n++) await provision(server, 'POST', '/Users', {});
    await lookAt(window, '/overview', 'overview/failing', async () => {
      await page.getByText('Its requests are being refused').waitFor();
      await page.getByRole('heading', { name: 'Day by day' }).waitFor();
    });
    await page.getByRole('link', { name: 'Could not create a user' }).click();
    await page.getByRole('heading', { level: 2, name: 'Why, and what to do' }).waitFor();
    expect(problems).toEqual([]);
    await close();
  },
  LOOKING_MS,
);
