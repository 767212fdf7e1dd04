/** Unpacks the browser once, before several files of tests want it at the same time. */
import chromium from '@sparticuz/chromium';

export async function setup(): Promise<void> {
  await chromium.executablePath();
}
