/** Looking at the SCIM pages: every one in light, dark and narrow, and free of barriers. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { screenshot } from '../support/browser.ts';

/** Opens a page in each look; keeps a picture of it. The window is as before afterwards. */
export async function lookAt(page: Page, path: string, name: string): Promise<void> {
  await page.goto(path);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.getByRole('status', { name: 'Loading' }).first().waitFor({ state: 'detached' });
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    await screenshot(page, `scim/${name}-${scheme}`);
    const { violations } = await new AxeBuilder({ page }).analyze();
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html)}`);
    expect(found, `${name} ${scheme}`).toEqual([]);
  }
  const before = page.viewportSize();
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 360, height: 740 });
  await screenshot(page, `scim/${name}-narrow`);
  const { scrollWidth, clientWidth } = await page.locator('html').evaluate((root) => ({
    scrollWidth: Reflect.get(root, 'scrollWidth'),
    clientWidth: Reflect.get(root, 'clientWidth'),
  }));
  expect(scrollWidth, `${name} scrolls sideways`).toBeLessThanOrEqual(clientWidth);
  if (before !== null) await page.setViewportSize(before);
}
