/** A page is looked at as people have it: light and dark, wide and narrow, and by what reads it aloud. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { screenshot } from './browser.ts';

const WIDE = 1280;
const NARROW = 360;

/**
 * Keeps three pictures of it, and holds it to WCAG 2.2 AA as far as a program sees that, and to not being wider
 * than a narrow window.
 *
 * @param name Such as `door/sign-in`.
 */
export async function lookAt(page: Page, name: string): Promise<void> {
  const before = page.viewportSize();
  await page.setViewportSize({ width: WIDE, height: 800 });
  await page.emulateMedia({ colorScheme: 'light' });
  await screenshot(page, `${name}-light`);
  await expectAccessible(page, `${name} light`);
  await page.emulateMedia({ colorScheme: 'dark' });
  await screenshot(page, `${name}-dark`);
  await expectAccessible(page, `${name} dark`);
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: NARROW, height: 740 });
  await screenshot(page, `${name}-360`);
  const scrolls = 'document.documentElement.scrollWidth > document.documentElement.clientWidth';
  expect(await page.evaluate(scrolls), `${name} is wider than ${NARROW} px`).toBe(false);
  if (before !== null) await page.setViewportSize(before);
}

async function expectAccessible(page: Page, name: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((n) => n.html).join(' | ')}`);
  expect(found, name).toEqual([]);
}
