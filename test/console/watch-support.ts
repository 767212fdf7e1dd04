/** What the tests of the pages that watch the provisioning have in common. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { expect } from 'vitest';
import { PASSWORD } from '../accounts/support.ts';
import { openWindow, screenshot, signInAt, type Window } from '../support/browser.ts';
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

/** All rules once; of the dark page only what colours change. They take seconds each. */
async function violationsOf(page: Page, look: 'light' | 'dark' | '360') {
  if (look === '360') return [];
  const builder = new AxeBuilder({ page });
  const { violations } = await (look === 'dark'
    ? builder.withRules(['color-contrast'])
    : builder
  ).analyze();
  return violations;
}

/** An Org Admin's window; close it. */
export async function windowOf(browser: Browser, server: TestServer): Promise<Window> {
  const window = await openWindow(browser, server.url);
  await signInAt(window.page, 'jane@acme.test', PASSWORD);
  return window;
}

/** A page in both colour schemes and on a small screen: looked at by a program, and kept for people. */
export async function lookAt(
  { page, problems }: Window,
  path: string,
  name: string,
  ready: () => Promise<unknown>,
): Promise<void> {
  await page.goto(path);
  await ready();
  const found: string[] = [];
  for (const [suffix, colorScheme, width] of [
    ['light', 'light', 1280],
    ['dark', 'dark', 1280],
    ['360', 'light', 360],
  ] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height: 800 });
    const violations = await violationsOf(page, suffix);
    await screenshot(page, `${name}-${suffix}`);
    const isWide = await page.evaluate('document.documentElement.scrollWidth > window.innerWidth');
    found.push(
      ...violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${suffix} ${id} ${html}`)),
      ...(isWide === true ? [`${suffix} is wider than its window`] : []),
    );
  }
  await page.setViewportSize({ width: 1280, height: 800 });
  expect([...found, ...problems]).toEqual([]);
}
