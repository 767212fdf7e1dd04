/** What the tests of the pages that watch the provisioning have in common. */
import type { Browser } from 'playwright-core';
import { expect } from 'vitest';
import { PASSWORD } from '../accounts/support.ts';
import { openWindow, signInAt, type Window } from '../support/browser.ts';
import { lookAt as lookAtPage } from '../support/look-at.ts';
import type { TestServer } from '../support/server.ts';

/** For a test that looks at several pages, milliseconds. */
export const LOOKING_MS = 240_000;

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const PATCH = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

/** A request as an identity provider sends it; answers the id of what it was about. */
export async function provision(
  server: TestServer,
  method: string,
  path: string,
  body?: object,
): Promise<string> {
  const response = await server.scim(path, {
    method,
    headers: { 'content-type': 'application/scim+json', 'user-agent': 'Okta SCIM Client 1.0.0' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return text === '' ? '' : String((JSON.parse(text) as { id?: string }).id);
}

export function person(userName: string, displayName: string, more: object = {}): object {
  const emails = [{ value: userName, primary: true, type: 'work' }];
  return { schemas: [USER], userName, displayName, emails, ...more };
}

export function group(displayName: string, members: readonly string[] = []): object {
  return { schemas: [GROUP], displayName, members: members.map((value) => ({ value })) };
}

export function patch(...Operations: object[]): object {
  return { schemas: [PATCH], Operations };
}

/** An Org Admin's window; close it. */
export async function windowOf(browser: Browser, server: TestServer): Promise<Window> {
  const window = await openWindow(browser, server.url);
  await signInAt(window.page, 'jane@acme.test', PASSWORD);
  return window;
}

/** Opens a page, waits for what makes it ready, and looks at it. */
export async function lookAt(
  { page, problems }: Window,
  path: string,
  name: string,
  ready: () => Promise<unknown>,
): Promise<void> {
  await page.goto(path);
  await ready();
  await lookAtPage(page, name);
  expect(problems).toEqual([]);
}
