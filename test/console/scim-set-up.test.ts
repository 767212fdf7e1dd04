/** Connecting an identity provider, in a browser. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addPerson, PASSWORD } from '../accounts/support.ts';
import { openBrowser, openWindow, signInAt } from '../support/browser.ts';
import { pushUser } from '../support/push.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { lookAt } from './scim-support.ts';

const SET_UP = '/administration/scim/set-up';

/** Every page is looked at three times, with other tests beside it, milliseconds. */
const PATIENCE_MS = 240_000;

let server: TestServer;
let browser: Browser;

beforeAll(async () => {
  [server, browser] = await Promise.all([startServer(), openBrowser()]);
  await addPerson(server, server, 'jane@acme.test', true);
});
afterAll(async () => {
  await browser.close();
  await server.close();
});

test('walkthrough 3.1, 3.2: Okta’s values under its own labels, and what arrives ticks off', {
  timeout: PATIENCE_MS,
}, async () => {
  const { page, problems, close } = await openWindow(browser, server.url);
  await signInAt(page, 'jane@acme.test', PASSWORD);
  await page.getByRole('button', { name: 'SCIM' }).click();
  await page.getByRole('link', { name: 'Set-up' }).click();
  await page.getByRole('heading', { name: 'Waiting for the first request…' }).waitFor();
  await page.getByText('Okta', { exact: true }).click();
  expect(await page.getByLabel('Base URL', { exact: true }).inputValue()).toBe(server.baseUrl);
  await page.getByText('bearer in small letters').waitFor();
  await lookAt(page, `${SET_UP}?product=okta`, 'set-up-waiting');

  await server.scim('/Users?startIndex=1&count=2');
  await server.scim('/Users?filter=userName+eq+%22ann@acme.test%22');
  await pushUser(server, 'ann@acme.test');
  await page.getByRole('heading', { name: 'What has arrived' }).waitFor();
  await page.getByText('Not yet').filter({ visible: true }).waitFor();
  expect(await page.getByText('Not yet').count()).toBe(1);
  await server.scim('/Users', {
    method: 'POST',
    headers: { 'content-type': 'application/scim+json' },
    body: '{"userName":"ann@acme.test"}',
  });
  await page.getByText('At the identity provider:').waitFor();
  await page.getByRole('button', { name: 'Set to Okta' }).click();
  await page.getByRole('button', { name: 'Set to Okta' }).waitFor({ state: 'detached' });
  await lookAt(page, SET_UP, 'set-up-arrived');
  expect(problems).toEqual([]);
  await close();
});

test('a link for the customer’s IT opens the guide without an account, until it is ended', {
  timeout: PATIENCE_MS,
}, async () => {
  const { page, problems, close } = await openWindow(browser, server.url);
  await signInAt(page, 'jane@acme.test', PASSWORD);
  await page.goto(`${SET_UP}?product=entra`);
  await page.getByRole('button', { name: 'Make a link' }).click();
  const link = await page.getByLabel('Link for your IT', { exact: true }).inputValue();
  const { page: stranger, ...their } = await openWindow(browser, server.url);
  await lookAt(stranger, link, 'connect');
  await stranger.getByRole('heading', { name: 'Connect Microsoft Entra ID with Acme' }).waitFor();
  expect(await stranger.getByLabel('Tenant URL', { exact: true }).inputValue()).toBe(
    server.baseUrl,
  );
  await page.reload();
  await page.getByText('first opened').waitFor();
  await page.getByRole('button', { name: 'End the link' }).click();
  await page.getByText('first opened').waitFor({ state: 'detached' });
  await stranger.reload();
  await stranger.getByText('This link is not good any more').waitFor();
  expect([...problems, ...their.problems]).toEqual([]);
  await Promise.all([close(), their.close()]);
});

test('walkthrough 1.2: without a plan for it, the page says which one is needed', {
  timeout: PATIENCE_MS,
}, async () => {
  const free = await server.addTenant({ name: 'Free', plan: 'free' });
  await addPerson(server, free, 'boss@free.test', true);
  const { page, problems, close } = await openWindow(browser, server.url);
  await signInAt(page, 'boss@free.test', PASSWORD);
  await page.goto(SET_UP);
  await page.getByText('takes the plan Team or Enterprise').waitFor();
  expect(problems).toEqual([]);
  await close();
});
