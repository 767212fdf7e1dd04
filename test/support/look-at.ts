/** A page is looked at as people have it: light and dark, wide and narrow, and by what reads it aloud. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { expect, vi } from 'vitest';
import { screenshot } from './browser.ts';

const HEIGHT = 800;
const WIDE = 1280;
/** The narrowest window that the console has to work in. */
const NARROW = 360;
const WIDTH = 'document.documentElement.scrollWidth';
/** What depends on the width is drawn anew, which takes a moment. */
const FITS_WITHIN = { timeout: 5000, interval: 50 };
/** They take their time, and somebody has to look at them. */
const WITH_PICTURES = process.env.ROLLCALL_SCREENSHOTS !== undefined;

const LOOKS = [
  { name: 'light', colorScheme: 'light', width: WIDE, rules: 'all' },
  // Only the colours are others in the dark, and rules take their time.
  { name: 'dark', colorScheme: 'dark', width: WIDE, rules: 'colours' },
  { name: '360', colorScheme: 'light', width: NARROW, rules: 'none' },
] as const;

/**
 * Holds a page to WCAG 2.2 AA as far as a program sees that, and to not being wider than its window. With
 * ROLLCALL_SCREENSHOTS set, a picture of each look is kept.
 *
 * @param name Such as `door/sign-in`.
 */
export async function lookAt(page: Page, name: string): Promise<void> {
  const before = page.viewportSize();
  for (const { name: look, colorScheme, width, rules } of LOOKS) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: HEIGHT });
    await page.evaluate('scrollTo(0, 0)');
    if (WITH_PICTURES) await screenshot(page, `${name}-${look}`);
    if (rules !== 'none') {
      const found = await violations(page, rules === 'colours' ? ['color-contrast'] : undefined);
      expect(found, `${name}, ${look}`).toEqual([]);
    }
    await vi.waitFor(
      async () => expect(await page.evaluate(WIDTH), `${name}, ${look}`).toBeLessThanOrEqual(width),
      FITS_WITHIN,
    );
  }
  await page.emulateMedia({ colorScheme: 'light' });
  if (before !== null) await page.setViewportSize(before);
}

/** What a page breaks of WCAG, as axe finds it. @param rules Of axe; default all. */
export async function violations(page: Page, rules?: string[]): Promise<string[]> {
  const axe = new AxeBuilder({ page });
  if (rules !== undefined) axe.withRules(rules);
  const { violations: found } = await axe.analyze();
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
}
