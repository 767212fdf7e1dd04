/** What every page has to be: accessible, and as wide as its window. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { screenshot } from './browser.ts';

const WIDTHS = [1280, 360];

/** What a page breaks of WCAG, as axe finds it. @param rules Of axe; default all. */
export async function violations(page: Page, rules?: string[]): Promise<string[]> {
  const axe = new AxeBuilder({ page });
  if (rules !== undefined) axe.withRules(rules);
  const { violations: found } = await axe.analyze();
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

/**
 * Takes pictures of a page, light and dark, wide and narrow.
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
      await screenshot(page, `${name}-${colorScheme}-${width}`);
      const needed = Number(await page.evaluate('document.documentElement.scrollWidth'));
      if (needed > width) wrong.push(`${name} is ${needed} wide in a window of ${width}`);
    }
    await page.setViewportSize({ width: 1280, height: 800 });
  }
  await page.emulateMedia({ colorScheme: 'light' });
  return wrong;
}
