/** The ways in, in a browser: setting up, joining, signing in, and a new password. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { makeInvitationLink } from '../../packages/server/src/invitations/index.ts';
import { invite } from '../../packages/server/src/joining/index.ts';
import { memberByEmail } from '../../packages/server/src/members/index.ts';
import { setSuspended } from '../../packages/server/src/organizations/index.ts';
import { newAdminLink, newSetUpLink } from '../../packages/server/src/sign-in/index.ts';
import { addPerson, codeIn, contextOf, latestMail, PASSWORD } from '../accounts/support.ts';
import { openBrowser, openWindow, signInAt } from '../support/browser.ts';
import { freePort } from '../support/free-port.ts';
import { lookAt } from '../support/look-at.ts';
import { startPathProxy } from '../support/path-proxy.ts';
import { startServer, type TestServer } from '../support/server.ts';

const RESET_MAIL = 'account.reset';
const NEW_PASSWORD = 'seven boats under 1 roof';

// Whole flows, looked at on the way; other tests run beside them.
vi.setConfig({ testTimeout: 180_000 });

let server: TestServer;
let browser: Browser;

beforeAll(async () => {
  [server, browser] = await Promise.all([startServer(), openBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await server.close();
});

const password = (page: Page, name = 'Password') =>
  page.getByRole('textbox', { name, exact: true });
const heading = (page: Page, name: string) =>
  page.getByRole('heading', { level: 1, name, exact: true });
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

test('who starts the service sets it up by the link of the terminal, and is its Org Admin', async () => {
  const { page, problems, close } = await openWindow(browser, server.url);
  await page.goto('/sign-in');
  await page.getByText('rollcall setup-link').waitFor();
  await lookAt(page, 'door/sign-in-not-set-up');
  await page.goto('/set-up');
  await heading(page, 'Open the link once more').waitFor();
  await lookAt(page, 'door/no-code');

  const link = await newSetUpLink(server.app);
  // The same document: only what is behind the # changes.
  await page.goto(`/set-up#${link?.code}`);
  await heading(page, 'Set up Rollcall').waitFor();
  expect(page.url()).toBe(`${server.url}/set-up`);
  await page.getByLabel('Organisation').fill('Höchst & Co');
  await page.getByLabel('Your name').fill('Fia First');
  await page.getByLabel('E-mail address').fill('fia@hochst.test');
  await password(page).fill('too short');
  await press(page, 'Set up');
  await page.getByText('6 more characters are needed').waitFor();
  await password(page).fill('fia@hochst.test!');
  await press(page, 'Set up');
  await page.getByText('This password is guessed soon').waitFor();
  await lookAt(page, 'door/set-up');
  await password(page).fill(PASSWORD);
  await press(page, 'Set up');
  await heading(page, 'Overview').waitFor();
  expect(problems).toEqual([]);
  await close();
});

test('walkthrough 4.2: who is invited joins with a new password, and who has an account with that', async () => {
  const { organization, ownerId, app } = server;
  const actor = { kind: 'member', id: ownerId } as const;
  const context = { ...contextOf(server, server), actor };
  const linkFor = async (email: string) => {
    const { id } = await invite(app, context, { email, displayName: 'Nia New', isHeld: true });
    return (await makeInvitationLink(app, context, id, server.url)).link;
  };
  const { page, problems, close } = await openWindow(browser, server.url);
  const link = await linkFor('nia@acme.test');
  await page.goto(link);
  await heading(page, `Join ${organization.name}`).waitFor();
  expect(page.url()).toBe(`${server.url}/join`);
  await lookAt(page, 'door/join');
  await password(page, 'New password').fill(PASSWORD);
  await press(page, 'Join');
  await heading(page, 'My access').waitFor();

  // The link is used up; the page says what to do.
  await page.goto(link);
  await heading(page, 'This invitation cannot be opened').waitFor();
  await page.getByText('If you have joined, sign in.').waitFor();
  await lookAt(page, 'door/join-gone');

  // Somebody with an account: first as nobody, with its password; signed in as another.
  await page.goto(await linkFor('fia@hochst.test'));
  await page.getByText('You are signed in as nia@acme.test').waitFor();
  await password(page).fill('not my password');
  await press(page, 'Join');
  await page.getByText('The address or the password is wrong.').waitFor();
  await lookAt(page, 'door/join-with-account');
  await password(page).fill(PASSWORD);
  await press(page, 'Join');
  await heading(page, 'My access').waitFor();
  await page.getByRole('button', { name: `Organisation: ${organization.name}` }).waitFor();
  expect(problems).toEqual([]);
  await close();
});

test('who is signed in joins another organisation without typing anything', async () => {
  const third = await server.addTenant({ name: 'Third' });
  const context = {
    ...contextOf(server, third),
    actor: { kind: 'member', id: third.ownerId } as const,
  };
  const { id } = await invite(server.app, context, { email: 'nia@acme.test', isHeld: true });
  const { link } = await makeInvitationLink(server.app, context, id, server.url);
  const { page, problems, close } = await openWindow(browser, server.url, { width: 360 });
  await signInAt(page, 'nia@acme.test', PASSWORD);
  await page.goto(link);
  await page.getByText('nothing more is needed').waitFor();
  await press(page, 'Join');
  await page.getByRole('button', { name: 'Organisation: Third' }).waitFor();
  expect(problems).toEqual([]);
  await close();
});

test('signing in: the right words for a wrong password, too many tries, several organisations, and where to go then', async () => {
  const { page, problems, close } = await openWindow(browser, server.url);
  await setSuspended(server.app, contextOf(server, server), true);
  await page.goto('/profile');
  await page.waitForURL('**/sign-in?next=%2Fprofile');
  await lookAt(page, 'door/sign-in');
  await page.getByLabel('E-mail address').fill('fia@hochst.test');
  await password(page).fill('not my password');
  await page.keyboard.press('Enter');
  await page.getByText('The address or the password is wrong.').waitFor();
  await password(page).fill(PASSWORD);
  await press(page, 'Sign in');
  await heading(page, 'Choose an organisation').waitFor();
  expect(await page.getByRole('button', { name: 'Acme' }).isDisabled()).toBe(true);
  await lookAt(page, 'door/choose');
  await press(page, 'Höchst & Co');
  await heading(page, 'My profile').waitFor();
  await setSuspended(server.app, contextOf(server, server), false);

  // Signed in already, the door leads on; never to another host.
  await page.goto('/sign-in?next=%2Fmy-access');
  await heading(page, 'My access').waitFor();
  for (const next of ['//evil.test', '/\\evil.test', 'https://evil.test']) {
    await page.goto(`/sign-in?next=${encodeURIComponent(next)}`);
    await heading(page, 'Overview').waitFor();
    expect(new URL(page.url()).origin).toBe(server.url);
  }

  const other = await openWindow(browser, server.url);
  await other.page.goto('/sign-in');
  await other.page.getByLabel('E-mail address').fill('nobody@acme.test');
  await password(other.page).fill('guess');
  for (let tries = 0; tries < 7; tries++) {
    const answer = other.page.waitForResponse('**/v1/console/sign-in');
    await press(other.page, 'Sign in');
    await answer;
  }
  await other.page.getByText(/You can try again/).waitFor();
  await lookAt(other.page, 'door/too-many');
  expect([...problems, ...other.problems]).toEqual([]);
  await Promise.all([close(), other.close()]);
});

test('what single sign-on says when it did not work, and how it begins', async () => {
  const { page, problems, close } = await openWindow(browser, server.url);
  await page.goto('/sign-in?problem=unknown&organization=acme');
  await page.getByText('no member is linked to you').waitFor();
  await lookAt(page, 'door/problem');
  await page.getByRole('link', { name: 'Sign in with single sign-on' }).click();
  await heading(page, 'Single sign-on').waitFor();
  expect(await page.getByLabel('Organisation').inputValue()).toBe('acme');
  await lookAt(page, 'door/single-sign-on');
  await press(page, 'Go to the identity provider');
  await page.getByText('does not sign in by an identity provider').waitFor();
  expect(problems).toEqual([]);
  await close();
});

test('who forgot the password gets a link by mail, and an Org Admin one from the operator', async () => {
  await addPerson(server, server, 'rita@acme.test', true);
  const { page, problems, close } = await openWindow(browser, server.url);
  await page.goto('/sign-in');
  await page.getByRole('link', { name: 'I forgot my password' }).click();
  await lookAt(page, 'door/forgot-password');
  await page.getByLabel('E-mail address').fill('rita@acme.test');
  await press(page, 'Mail me a link');
  await heading(page, 'Look into your mail').waitFor();
  await lookAt(page, 'door/forgot-password-sent');
  const code = codeIn(await latestMail(server, RESET_MAIL));
  await page.goto(`/reset-password#${code}`);
  await heading(page, 'Choose a new password').waitFor();
  await lookAt(page, 'door/reset-password');
  await password(page, 'New password').fill(NEW_PASSWORD);
  await press(page, 'Save the new password');
  await heading(page, 'Your password is changed').waitFor();
  await page.getByRole('link', { name: 'Sign in', exact: true }).click();
  await heading(page, 'Sign in').waitFor();
  await page.goto(`/reset-password#${code}`);
  await password(page, 'New password').fill(NEW_PASSWORD);
  await press(page, 'Save the new password');
  await page.getByText('This link is not good any more').waitFor();
  await signInAt(page, 'rita@acme.test', NEW_PASSWORD);
  await page.context().clearCookies();

  const { id } = await memberByEmail(server.app.reader, server.organization.id, 'rita@acme.test');
  const link = await newAdminLink(server.app, contextOf(server, server), id);
  await page.goto(`/sign-in-link#${link.code}`);
  await heading(page, 'Sign in with a link').waitFor();
  expect(page.url()).toBe(`${server.url}/sign-in-link`);
  await lookAt(page, 'door/sign-in-link');
  await press(page, 'Sign in');
  await heading(page, 'My profile').waitFor();
  expect(problems).toEqual([]);
  await close();
});

test('under a public URL with a path, everything is found below it, and nobody is led out of it', async () => {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const below = await startServer({ config: { publicUrl: `${origin}/people` } });
  const proxy = await startPathProxy(port, '/people', () => new URL(below.url));
  await addPerson(below, below, 'jane@acme.test', true);
  const { page, problems, close } = await openWindow(browser, origin);
  await page.goto('/people/administration/developers/tokens?ended=true');
  await page.waitForURL(`${origin}/people/sign-in?next=*`);
  await page.getByLabel('E-mail address').fill('jane@acme.test');
  await password(page).fill(PASSWORD);
  await press(page, 'Sign in');
  await heading(page, 'Personal Access Tokens').waitFor();
  expect(page.url()).toBe(`${origin}/people/administration/developers/tokens?ended=true`);
  await page.getByRole('link', { name: 'My access' }).click();
  await heading(page, 'My access').waitFor();
  expect(page.url()).toBe(`${origin}/people/my-access`);
  await page.reload();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  expect(page.url()).toBe(`${origin}/people/my-access`);
  await page.goto('/people/sign-in?next=%2Fprofile');
  await heading(page, 'My profile').waitFor();
  expect(page.url()).toBe(`${origin}/people/profile`);
  expect(problems).toEqual([]);
  await close();
  await proxy.close();
  await below.close();
});
