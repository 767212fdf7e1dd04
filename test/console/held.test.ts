/** What the brake holds, in a browser. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addPerson } from '../accounts/support.ts';
import { openBrowser } from '../support/browser.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { group, LOOKING_MS, lookAt, person, provision, windowOf } from './watch-support.ts';

const PAGE = '/administration/scim/held-changes';
const HOUR_MS = 3_600_000;

let server: TestServer;
let browser: Browser;
/** How far the clock of the server is ahead, milliseconds. */
let ahead = -2 * HOUR_MS;
const people: string[] = [];

beforeAll(async () => {
  const clock = () => new Date(Date.now() + ahead);
  [server, browser] = await Promise.all([
    startServer({ plan: 'enterprise', clock }),
    openBrowser(),
  ]);
  await addPerson(server, server, 'jane@acme.test', true);
  for (let n = 0; n < 30; n++) {
    people.push(
      await provision(server, 'POST', '/Users', person(`p${n}@acme.test`, `Person ${n}`)),
    );
  }
  await provision(server, 'POST', '/Groups', group('Everybody', people));
  // What came within the hour may go within the hour.
  ahead = 0;
});
afterAll(async () => {
  await browser.close();
  await server.close();
});

test(
  'what is held is released by typing how many, or discarded; both are remembered',
  async () => {
    const window = await windowOf(browser, server);
    const { page, problems, close } = window;
    await lookAt(window, PAGE, 'held/empty', () => page.getByText('Nothing is held').waitFor());
    for (const id of people) await provision(server, 'DELETE', `/Users/${id}`);
    await page.reload();
    await page.getByText('10 people to be deleted').waitFor();
    await lookAt(window, PAGE, 'held/waiting', () =>
      page.getByRole('link', { name: 'Delete Person 20' }).waitFor(),
    );

    await page.getByRole('checkbox', { name: 'Pick: Delete Person 20' }).check();
    await page.getByRole('button', { name: 'Discard 1 selected' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Discard 1' }).click();
    await page.getByText('9 people to be deleted').waitFor();

    await page.getByRole('button', { name: 'Release all 9' }).click();
    const dialog = page.getByRole('dialog');
    expect(await dialog.getByRole('button', { name: 'Release 9' }).isDisabled()).toBe(true);
    await dialog.getByLabel('Type 9 to confirm').fill('9');
    await dialog.getByRole('button', { name: 'Release 9' }).click();
    await page.getByRole('heading', { name: 'Nothing is held' }).waitFor();
    const { status } = await server.scim(`/Users/${people[29]}`);
    expect(status).toBe(404);

    await lookAt(window, `${PAGE}?state=done`, 'held/done', () =>
      page.getByText('Delete Person 29').first().waitFor(),
    );
    await page.getByRole('tab', { name: 'Discarded' }).click();
    await page.getByRole('button', { name: 'Release: Delete Person 20' }).click();
    await page.getByRole('dialog').getByLabel('Type 1 to confirm').fill('1');
    await page.getByRole('dialog').getByRole('button', { name: 'Release 1' }).click();
    await page.getByRole('heading', { name: 'Nothing was discarded' }).waitFor();
    expect(problems).toEqual([]);
    await close();
  },
  LOOKING_MS,
);
