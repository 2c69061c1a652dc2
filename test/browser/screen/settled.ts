import type { Page } from 'playwright-core';
import { untilTrue } from '../fixture.ts';

/** A new screen takes no touch for 250 ms, so that the second half of a double tap does nothing. */
const settleMs = 260;

/** Waits until a screen is drawn and takes touches. */
export async function settled(page: Page, selector: string): Promise<void> {
  await page.waitForSelector(selector);
  const shown = await page.evaluate<number>('performance.now()');
  await untilTrue(page, `performance.now() > ${shown + settleMs}`);
}
