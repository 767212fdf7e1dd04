/** A real browser, from an npm package, and what every page in it has to be free of. */
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import chromium from '@sparticuz/chromium';
import {
  type Browser,
  type BrowserContext,
  type Page,
  chromium as playwright,
} from 'playwright-core';

const SCREENSHOTS = 'artifacts/screenshots';
/** For what a page does by itself; generous, since other tests run beside it, milliseconds. */
const PATIENCE_MS = 20_000;

/** One for a file of tests; close it. */
export async function openBrowser(): Promise<Browser> {
  return playwright.launch({
    executablePath: await chromium.executablePath(),
    // Not the package's own, which are for functions in a cloud: one process, and no web security.
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--force-color-profile=srgb',
      '--font-render-hinting=none',
    ],
    headless: true,
  });
}

export interface WindowOptions {
  /** Default light. */
  readonly scheme?: 'light' | 'dark';
  /** Default 1280 × 800; 360 is the narrowest that the console has to work at. */
  readonly width?: number;
  readonly height?: number;
}

export interface Window {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What went wrong in it: violations of the content security policy, errors of scripts. */
  readonly problems: readonly string[];
  close(): Promise<void>;
}

/** A window of its own, with cookies of its own. */
export async function openWindow(
  browser: Browser,
  baseURL: string,
  { scheme = 'light', width = 1280, height = 800 }: WindowOptions = {},
): Promise<Window> {
  const context = await browser.newContext({
    baseURL,
    colorScheme: scheme,
    viewport: { width, height },
    reducedMotion: 'reduce',
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  context.setDefaultTimeout(PATIENCE_MS);
  const problems: string[] = [];
  await context.exposeBinding('reportViolation', (_source, text: string) => problems.push(text));
  await context.addInitScript(`
    document.addEventListener('securitypolicyviolation', (event) =>
      reportViolation('CSP: ' + event.effectiveDirective + ' ' + event.blockedURI + ' ' + event.sample));
  `);
  const page = await context.newPage();
  page.on('pageerror', (error) => problems.push(`error: ${error.message}`));
  page.on('console', (message) => {
    // What the API refuses is on the page; everything else that a browser complains of is a fault.
    const isRefusal = message.text().startsWith('Failed to load resource');
    if (message.type() === 'error' && !isRefusal) problems.push(`console: ${message.text()}`);
  });
  return { page, context, problems, close: () => context.close() };
}

/** Signs somebody in by the page for it. */
export async function signInAt(page: Page, email: string, password: string): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel('E-mail address').fill(email);
  await page.getByRole('textbox', { name: 'Password' }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.waitForURL((url) => url.pathname !== '/sign-in');
}

/** Kept as an artifact, to be looked at. @param name Such as `walkthrough/2.3-new-token`. */
export async function screenshot(page: Page, name: string, fullPage = true): Promise<void> {
  const path = `${SCREENSHOTS}/${name}.png`;
  mkdirSync(dirname(path), { recursive: true });
  await page.screenshot({ path, fullPage, animations: 'disabled' });
}
