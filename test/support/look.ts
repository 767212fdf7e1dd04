/** What every page has to be: accessible, and as wide as its window. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { expect, vi } from 'vitest';
import { screenshot } from './browser.ts';

const WIDTHS = [1280, 360];
const WIDTH = 'document.documentElement.scrollWidth';
const FITS_WITHIN = { timeout: 5000, interval: 50 };
/** They take their time, and somebody has to look at them. */
const WITH_PICTURES = process.env.ROLLCALL_SCREENSHOTS !== undefined;

/** What a page breaks of WCAG, as axe finds it. @param rules Of axe; default all. */
export async function violations(page: Page, rules?: string[]): Promise<string[]> {
  const axe = new AxeBuilder({ page });
  if (rules !== undefined) axe.withRules(rules);
  const { violations: found } = await axe.analyze();
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

/**
 * Looks at a page, light and dark, wide and narrow; with ROLLCALL_SCREENSHOTS set, pictures of it are kept.
 *
 * @returns What is wrong with it.
 */
export async function lookAt(page: Page, name: string): Promise<string[]> {
  const wrong: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    // Only the colours are others in the dark.
    const rules = colorScheme === 'dark' ? ['color-contrast'] : undefined;
    wrong.push(...(await violations(page, rules)));
    for (const width of colorScheme === 'light' ? WIDTHS : WIDTHS.slice(0, 1)) {
      await page.setViewportSize({ width, height: 800 });
      await page.evaluate('scrollTo(0, 0)');
      if (WITH_PICTURES) await screenshot(page, `${name}-${colorScheme}-${width}`);
      // What depends on the width is drawn anew, which takes a moment.
      const fits = async () => expect(await page.evaluate(WIDTH)).toBeLessThanOrEqual(width);
      await vi.waitFor(fits, FITS_WITHIN).catch(() => wrong.push(`${name} is wider than ${width}`));
    }
    await page.setViewportSize({ width: 1280, height: 800 });
  }
  await page.emulateMedia({ colorScheme: 'light' });
  return wrong;
}
