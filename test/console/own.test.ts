/** One's own pages, proving to be the one, and what happens to a page whose session ends. */
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { noticeJobs } from '../../packages/server/src/notices/index.ts';
import { putEntryPoints, setGrant, setRoles } from '../../packages/server/src/permissions/index.ts';
import { setProvider } from '../../packages/server/src/single-sign-on/index.ts';
import { createToken } from '../../packages/server/src/tokens/index.ts';
import {
  Browser as ApiBrowser,
  addPerson,
  contextOf,
  PASSWORD,
  type Person,
  signedIn,
} from '../accounts/support.ts';
import { clientsOf } from '../permissions/support.ts';
import { type RealProvider, startReal } from '../single-sign-on/real-provider.ts';
import { CLIENT_ID, CLIENT_SECRET } from '../single-sign-on/scripted-provider.ts';
import { CONFIG } from '../single-sign-on/support.ts';
import { openBrowser, openWindow, screenshot, signInAt } from '../support/browser.ts';
import { lookAt } from '../support/look-at.ts';
import { rowsOf } from '../support/rows.ts';
import { startServer, type TestServer } from '../support/server.ts';

const NEW_PASSWORD = 'seven boats under 1 roof';
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

// Whole flows, looked at on the way; other tests run beside them.
vi.setConfig({ testTimeout: 180_000 });

let server: TestServer;
let browser: Browser;
let idp: RealProvider;
let mary: Person;
let ahead = 0;

beforeAll(async () => {
  const clock = () => new Date(Date.now() + ahead);
  [server, browser] = await Promise.all([startServer({ clock, config: CONFIG }), openBrowser()]);
  await addPerson(server, server, 'jane@acme.test', true);
  mary = await addPerson(server, server, 'mary@acme.test');
  idp = await startReal([`${server.url}/v1/console/sso/${server.organization.id}/callback`]);
  await setProvider(server.app, contextOf(server, server), {
    ...{ name: 'Acme ID', issuer: idp.issuer, clientId: CLIENT_ID, clientSecret: CLIENT_SECRET },
    ...{ connection: 'Default', enabled: true },
  });
});
afterAll(async () => {
  await browser.close();
  await server.close();
  await idp.close();
});

const field = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true });
const heading = (page: Page, name: string) =>
  page.getByRole('heading', { level: 1, name, exact: true });
const press = (page: Page | Locator, name: string) =>
  page.getByRole('button', { name, exact: true }).click();
/** By a button to the provider, and back. */
async function goThere(page: Page, button: string): Promise<void> {
  const back = page.waitForResponse(/\/callback\?/);
  await press(page, button);
  await back;
  await page.waitForLoadState();
}

/** At the provider, whoever asks has typed the right password of somebody. */
const beAtProvider = (page: Page, subject: string) =>
  page.route(`${idp.issuer}/**`, (route) =>
    route.continue({ headers: { ...route.request().headers(), 'x-person': subject } }),
  );

test('walkthrough 4.5: a member sees what they may do, and through which groups', async () => {
  const { app } = server;
  const clients = await clientsOf(server);
  await setRoles(app, [
    { key: 'viewer', name: 'Viewer' },
    { key: 'editor', name: 'Editor' },
  ]);
  await putEntryPoints(app, contextOf(server, server), [{ key: 'billing', name: 'Billing' }]);
  const finance = await clients.group('Finance', [await clients.user(mary.email)]);
  const everybody = await clients.group('Everybody', [finance]);
  const grant = (role: string, subject: { kind: 'member' | 'group'; id: string }) =>
    setGrant(app, contextOf(server, server), { entryPoint: 'billing', role, subject });
  await grant('viewer', { kind: 'member', id: mary.memberId });
  await grant('editor', { kind: 'group', id: everybody });

  const { page, problems, close } = await openWindow(browser, server.url);
  await signInAt(page, mary.email, PASSWORD);
  await heading(page, 'My access').waitFor();
  await page.getByText('Editor includes Viewer.').waitFor();
  await page.getByText('Viewer: given to you yourself.').waitFor();
  await page.getByText('Editor: you are in the group “Finance”, which is in “Everybody”').waitFor();
  await lookAt(page, 'own/my-access');
  expect(problems).toEqual([]);
  await close();
});

test('a profile: who one is, a new password, and every session that one has', async () => {
  const { page, problems, close } = await openWindow(browser, server.url);
  await signInAt(page, mary.email, PASSWORD);
  await signedIn(server, mary);
  await page.getByRole('button', { name: 'Your profile and signing out' }).click();
  await page.getByRole('menuitem', { name: 'My profile' }).click();
  await heading(page, 'My profile').waitFor();
  await page.getByText('Chrome on Linux').first().waitFor();
  await page.getByText('This one').waitFor();
  await page.getByText('You can sign in by Acme ID once you are linked').waitFor();
  await lookAt(page, 'own/profile');
  await press(page, 'End all others');
  await page.getByRole('dialog').getByRole('button', { name: 'End all others' }).click();
  await expect.poll(() => page.getByRole('button', { name: 'End the session of' }).count()).toBe(0);
  expect(
    await rowsOf(server, `select id from session where member_id = '${mary.memberId}'`),
  ).toHaveLength(1);

  await press(page, 'Change password');
  expect(page.url()).toContain('change=password');
  await field(page, 'Old password').fill('not my password');
  await field(page, 'New password').fill('mary@acme.test mary');
  await press(page.getByRole('dialog'), 'Change password');
  await page.getByText('This password is guessed soon').waitFor();
  await field(page, 'New password').fill(NEW_PASSWORD);
  await press(page.getByRole('dialog'), 'Change password');
  await page.getByText('The password is wrong.').waitFor();
  await lookAt(page, 'own/change-password');
  await field(page, 'Old password').fill(PASSWORD);
  await press(page.getByRole('dialog'), 'Change password');
  await page.getByText('Your password is changed').waitFor();
  expect((await new ApiBrowser(server).signIn(mary.email, NEW_PASSWORD)).status).toBe(200);
  expect(problems).toEqual([]);
  await close();
});

test('a member links the identity provider, signs in by it, and proves there to be the one', async () => {
  const { page, problems, close } = await openWindow(browser, server.url);
  await addPerson(server, server, 'max@acme.test');
  await beAtProvider(page, 'max-at-work');
  await signInAt(page, 'max@acme.test', PASSWORD);
  await page.goto('/profile');
  await press(page, 'Link');
  await page.getByText('Acme ID signs you in as').waitFor();
  await page.getByText('max-at-work').waitFor();
  await page.getByRole('button', { name: 'Your profile and signing out' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await heading(page, 'Sign in').waitFor();

  await page.goto('/profile');
  await page.getByRole('link', { name: 'Sign in with single sign-on' }).click();
  await field(page, 'Organisation').fill('Acme');
  await press(page, 'Go to the identity provider');
  await heading(page, 'My profile').waitFor();
  await page.getByText('a session by single sign-on does not reach it').waitFor();
  await lookAt(page, 'own/profile-single-sign-on');
  await press(page, 'Link another');
  await page.getByRole('dialog', { name: 'Confirm that it is you' }).waitFor();
  await screenshot(page, 'own/proof-at-provider');
  await goThere(page, 'Go to the identity provider');
  // Proven: nothing is asked, and whoever is there already has nothing new to link.
  await goThere(page, 'Link another');
  await page.getByText('Acme ID signs you in as').waitFor();
  expect(await page.getByRole('dialog').count()).toBe(0);

  ahead = HOUR_MS;
  await press(page, 'Link another');
  await page.getByRole('dialog', { name: 'You are signed out' }).waitFor();
  await screenshot(page, 'own/session-ended-at-provider');
  // The provider goes by the true time.
  ahead = 0;
  await goThere(page, 'Sign in at the identity provider');
  await page.getByText('Acme ID signs you in as').waitFor();
  expect(problems).toEqual([]);
  await close();
});

test('what is weighty asks for the password again, and then goes on by itself', async () => {
  const { page, problems, close } = await openWindow(browser, server.url);
  await signInAt(page, 'jane@acme.test', PASSWORD);
  ahead += HOUR_MS / 4;
  await page.goto('/administration/developers/tokens?create=true');
  await field(page, 'Name').fill('After a while');
  await press(page, 'Create Token');
  await page.getByRole('dialog', { name: 'Confirm that it is you' }).waitFor();
  await field(page, 'Your password').fill('not my password');
  await press(page, 'Confirm');
  await page.getByText('The password is wrong.').waitFor();
  await lookAt(page, 'own/proof');
  await field(page, 'Your password').fill(PASSWORD);
  await press(page, 'Confirm');
  await page.getByText('Copy it now').waitFor();
  expect(problems).toEqual([]);
  await close();
});

test('a session that ends leaves the page as it is: signing in there, what was typed is sent', async () => {
  const { page, problems, close } = await openWindow(browser, server.url);
  await signInAt(page, 'jane@acme.test', PASSWORD);
  await page.goto('/administration/developers/tokens?create=true');
  await page.getByRole('combobox', { name: 'Permission' }).click();
  await page.getByRole('option', { name: 'Read SCIM' }).click();
  await field(page, 'Name').fill('Typed before');
  ahead += HOUR_MS;
  await press(page, 'Create Token');
  await page.getByRole('dialog', { name: 'You are signed out' }).waitFor();
  await lookAt(page, 'own/session-ended');
  await field(page, 'Password of jane@acme.test').fill(PASSWORD);
  await press(page, 'Sign in');
  await page.getByText('Copy it now').waitFor();
  await press(page, 'I have copied the token');
  await page.getByText('Typed before').waitFor();

  // Or at the door, and back to the same page; nothing of somebody else is there.
  ahead += HOUR_MS;
  await page.getByRole('link', { name: 'My access' }).click();
  await page.goto('/administration/developers/tokens?ended=true');
  await heading(page, 'Sign in').waitFor();
  await field(page, 'E-mail address').fill('jane@acme.test');
  await field(page, 'Password').fill(PASSWORD);
  await press(page, 'Sign in');
  await page.waitForURL('**/administration/developers/tokens?ended=true');
  await page.getByText('Typed before').waitFor();
  expect(problems).toEqual([]);
  await close();
});

test('notices stand above every page with the way to mend them, and are hidden for the session', async () => {
  const context = contextOf(server, server);
  await createToken(server.app, context, {
    connectionId: server.connectionId,
    ownerId: server.ownerId,
    name: 'Ends soon',
    scopes: ['scim:read'],
    expiresAt: new Date(Date.now() + ahead + 40 * DAY_MS).toISOString(),
  });
  ahead += 35 * DAY_MS;
  await noticeJobs(server.app)[0]?.run(new AbortController().signal);
  const { page, problems, close } = await openWindow(browser, server.url);
  await signInAt(page, 'jane@acme.test', PASSWORD);
  const notices = page.getByRole('region', { name: 'Notices' });
  await notices.getByText('The token "Ends soon" expires on').waitFor();
  await lookAt(page, 'own/notices');
  await page.goto('/profile');
  await page.getByText('Personal access tokens that you made').waitFor();
  await lookAt(page, 'own/profile-org-admin');
  await notices.getByRole('link', { name: 'Rotate the token' }).click();
  await heading(page, 'Personal Access Tokens').waitFor();
  const count = () => notices.getByRole('alert').count();
  const before = await count();
  await page.getByRole('button', { name: /^Hide until you sign in again: .*Ends soon/ }).click();
  await expect.poll(count).toBe(before - 1);
  await page.reload();
  await heading(page, 'Personal Access Tokens').waitFor();
  await expect.poll(count).toBe(before - 1);
  await page.context().clearCookies();
  await signInAt(page, 'jane@acme.test', PASSWORD);
  await notices.getByText('The token "Ends soon" expires on').waitFor();
  expect(problems).toEqual([]);
  await close();
});

test('the layout by keyboard, its colours, and another organisation', async () => {
  const elsewhere = await server.addTenant({ name: 'Elsewhere' });
  await addPerson(server, elsewhere, 'jane@acme.test');
  const { page, problems, close } = await openWindow(browser, server.url);
  await page.goto('/sign-in');
  await field(page, 'E-mail address').fill('jane@acme.test');
  await field(page, 'Password').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await press(page, 'Acme');
  await heading(page, 'Overview').waitFor();
  await page.reload();
  await heading(page, 'Overview').waitFor();
  await page.keyboard.press('Tab');
  const focused = page.locator(':focus');
  expect(await focused.innerText()).toBe('Skip to the page');
  await page.keyboard.press('Enter');
  expect(await focused.getAttribute('id')).toBe('content');
  expect(new URL(page.url()).pathname).toBe('/overview');
  const developers = page.getByRole('button', { name: 'Developers' });
  await developers.focus();
  await page.keyboard.press('Enter');
  expect(await developers.getAttribute('aria-expanded')).toBe('true');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await heading(page, 'Personal Access Tokens').waitFor();

  await press(page, 'Colours');
  await page.getByRole('menuitem', { name: 'Dark' }).click();
  const scheme = () => page.locator('html').getAttribute('data-mantine-color-scheme');
  expect(await scheme()).toBe('dark');
  await page.reload();
  await heading(page, 'Personal Access Tokens').waitFor();
  expect(await scheme()).toBe('dark');

  await page.getByRole('button', { name: 'Organisation: Acme. Go to another.' }).click();
  await page.getByRole('menuitem', { name: 'Elsewhere' }).click();
  await heading(page, 'My access').waitFor();
  await page.getByText('You have no roles yet').waitFor();
  expect(await page.getByRole('link', { name: 'Overview' }).count()).toBe(0);
  await lookAt(page, 'own/my-access-empty');
  // What is covered cannot be reached by keyboard either.
  const menu = page.locator('nav[aria-label="Main"]');
  await page.setViewportSize({ width: 360, height: 740 });
  await expect.poll(() => menu.getAttribute('inert')).not.toBeNull();
  await press(page, 'Open the menu');
  await screenshot(page, 'own/menu-360', false);
  await menu.getByRole('link', { name: 'My access' }).click();
  await expect.poll(() => menu.getAttribute('inert')).not.toBeNull();
  expect(problems).toEqual([]);
  await close();
});
