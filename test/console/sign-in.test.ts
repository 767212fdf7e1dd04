/** The way into the console, in a browser. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addPerson, PASSWORD } from '../accounts/support.ts';
import { openBrowser, openWindow, screenshot, signInAt } from '../support/browser.ts';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let browser: Browser;

beforeAll(async () => {
  [server, browser] = await Promise.all([startServer(), openBrowser()]);
  await addPerson(server, server, 'jane@acme.test', true);
  await addPerson(server, server, 'mary@acme.test');
});
afterAll(async () => {
  await browser.close();
  await server.close();
});

test('walkthrough 2.1: signed in as the Org Admin, one is at the overview of the organisation', async () => {
  const { page, problems, close } = await openWindow(browser, server.url);
  await page.goto('/overview');
  await page.waitForURL('**/sign-in?next=*');
  await signInAt(page, 'jane@acme.test', PASSWORD);
  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
  await screenshot(page, 'sign-in/overview');
  expect(problems).toEqual([]);
  await close();
});

test('a member is at what they have access to, and no page of Org Admins opens', async () => {
  const { page, problems, close } = await openWindow(browser, server.url, { width: 360 });
  await signInAt(page, 'mary@acme.test', PASSWORD);
  await page.getByRole('heading', { level: 1, name: 'My access' }).waitFor();
  await screenshot(page, 'sign-in/my-access-360');
  await page.goto('/overview');
  await page.getByText('This page is for Org Admins').waitFor();
  expect(problems).toEqual([]);
  await close();
});
