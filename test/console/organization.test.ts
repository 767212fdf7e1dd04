/** What was bought and how much of it is left; the organisation itself. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  findOrganization,
  setPlan,
  setSeats,
} from '../../packages/server/src/organizations/index.ts';
import { addPerson, contextOf, PASSWORD } from '../accounts/support.ts';
import { openBrowser, openWindow, signInAt } from '../support/browser.ts';
import { lookAt } from '../support/look-at.ts';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let browser: Browser;

beforeAll(async () => {
  [server, browser] = await Promise.all([startServer(), openBrowser()]);
  await addPerson(server, server, 'jane@acme.test', true);
  await setSeats(server.app, contextOf(server, server), 5);
});
afterAll(async () => {
  await browser.close();
  await server.close();
});

test('walkthrough 1.2: the plan says what it brings, how many seats are left, and that it has ended', async () => {
  const { page, problems, close } = await openWindow(browser, server.url);
  await signInAt(page, 'jane@acme.test', PASSWORD);
  await page.goto('/administration/plan');
  await page.getByText('2 of 5 seats are taken, 3 left.').waitFor();
  await lookAt(page, 'organization/plan');
  const { plan } = await findOrganization(server.app.reader, server.organization.id);
  await setPlan(server.app, contextOf(server, server), plan, '2026-01-01T00:00:00.000Z');
  await setSeats(server.app, contextOf(server, server), 2);
  await server.app.registry.refresh(server.organization.id);
  await page.reload();
  await page.getByText('The plan has ended', { exact: true }).waitFor();
  await page.getByText('Off: the plan has ended').first().waitFor();
  await page.getByText('Nobody new comes in, by any door').waitFor();
  await lookAt(page, 'organization/plan-over');
  expect(problems).toEqual([]);
  await close();
});

test('notices to Org Admins are turned off and on; the rest is for the operator', async () => {
  const { page, problems, close } = await openWindow(browser, server.url);
  await signInAt(page, 'jane@acme.test', PASSWORD);
  await page.goto('/administration/organization');
  const mails = page.getByLabel('Mail notices to all Org Admins');
  await mails.waitFor();
  await lookAt(page, 'organization/organization');
  await mails.click();
  await page.getByText('Nobody is mailed.').waitFor();
  const after = await findOrganization(server.app.reader, server.organization.id);
  expect(after.sendsNotices).toBe(false);
  expect(problems).toEqual([]);
  await close();
});
