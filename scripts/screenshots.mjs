/**
 * npm run screenshots: pictures of the demo for the documentation, in docs/images/. Looks at the portal DEMO_URL names,
 * or starts one of its own.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { cardOf, openService } from '../e2e/pages.mjs';
import { findBrowser } from './browser.mjs';
import { openDemo } from './openDemo.mjs';
import { root } from './root.mjs';

const images = join(root, 'docs/images');
const cards = {
  'summary-card': 'Service insights',
  'usage-card': 'Usage',
  'adoption-card': 'Adoption',
  'failures-card': 'Failures',
};

async function takeAll(browser, url, theme) {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    deviceScaleFactor: 1.5,
    locale: 'en-US',
    reducedMotion: 'reduce',
  });
  await context.addInitScript(value => localStorage.setItem('theme', value), theme);
  const page = await context.newPage();
  const take = async (name, target, options = {}) => {
    await target.screenshot({ path: join(images, `${name}-${theme}.png`), ...options });
    console.log(`docs/images/${name}-${theme}.png`);
  };

  await openService(page, url, 'order-api');
  const shown = new Map();
  for (const [name, title] of Object.entries(cards)) shown.set(name, await cardOf(page, title));
  await page.locator('svg.recharts-surface').nth(2).waitFor();
  await take('entity-page', page);
  for (const [name, card] of shown) await take(name, card);
  for (const toggle of await page.getByRole('radio', { name: 'Table' }).all()) await toggle.click();
  await take('usage-card-table', await cardOf(page, 'Usage'));

  await openService(page, url, 'order-api', '/insights');
  await page.locator('svg.recharts-surface').nth(2).waitFor();
  await take('insights-tab', page, { fullPage: true });

  await openService(page, url, 'legacy-export');
  await take('summary-card-stopped', await cardOf(page, 'Service insights'));
  await openService(page, url, 'design-tokens', '/insights');
  await page.getByText('service-insights/service').first().waitFor();
  await take('not-set-up', page);
  await context.close();
}

await mkdir(images, { recursive: true });
const demo = await openDemo(line => console.log(line));
try {
  const browser = await chromium.launch(await findBrowser());
  try {
    for (const theme of ['light', 'dark']) await takeAll(browser, demo.url, theme);
  } finally {
    await browser.close();
  }
} finally {
  await demo.stop();
}
