/** Looking at the SCIM pages. */
import type { Page } from 'playwright-core';
import { lookAt as lookAtPage } from '../support/look-at.ts';

/** Opens a page and looks at it when it has what it shows. */
export async function lookAt(page: Page, path: string, name: string): Promise<void> {
  await page.goto(path);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.getByRole('status', { name: 'Loading' }).first().waitFor({ state: 'detached' });
  await lookAtPage(page, `scim/${name}`);
}
