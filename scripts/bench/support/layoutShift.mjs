import { chromium } from 'playwright-core';
import { cardOf, openService } from '../../../e2e/pages.mjs';
import { findBrowser } from '../../browser.mjs';
import { openDemo } from '../../openDemo.mjs';

/** A page is still when nothing moved for so long after its last chart was drawn. */
const stillMs = 2_000;

const pages = [
  { what: 'entity page', width: 1440, path: '' },
  { what: 'entity page, narrow', width: 360, path: '' },
  { what: 'Insights tab', width: 1440, path: '/insights' },
];

/**
 * How much of what is on the screen jumps while a page of the demo loads, as the browser sees it: from the first paint
 * until all numbers and charts are there, without any input.
 *
 * @returns {Promise<{ what: string, shift: number }[]>}
 */
export async function measureLayoutShift() {
  const demo = await openDemo(() => {});
  try {
    const browser = await chromium.launch(await findBrowser());
    try {
      const measured = [];
      for (const { what, width, path } of pages) {
        const shift = await shiftOf(browser, demo.url, width, path);
        measured.push({ what, shift });
      }
      return measured;
    } finally {
      await browser.close();
    }
  } finally {
    await demo.stop();
  }
}

async function shiftOf(browser, url, width, path) {
  const context = await browser.newContext({ viewport: { width, height: 900 } });
  const page = await context.newPage();
  await page.addInitScript(() => {
    window.layoutShift = 0;
    new PerformanceObserver(list => {
      for (const { value, hadRecentInput } of list.getEntries()) {
        if (!hadRecentInput) window.layoutShift += value;
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
  await openService(page, url, 'order-api', path);
  if (path === '') await cardOf(page, 'Service insights');
  await page.locator('svg.recharts-surface').nth(2).waitFor();
  await page.waitForTimeout(stillMs);
  const shift = await page.evaluate(() => window.layoutShift);
  await context.close();
  return shift;
}
