/**
 * npm run screenshots: pictures of the demo for the documentation, in docs/images/, in both themes. Looks at the portal
 * DEMO_URL names, or starts one of its own, and one more for each state it can be in. With arguments, only pictures with
 * these words in their names are taken.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { cardOf, openService, sectionOf } from '../e2e/pages.mjs';
import { findBrowser } from './browser.mjs';
import { demoStates } from './demoStates.mjs';
import { openDemo } from './openDemo.mjs';
import { root } from './root.mjs';

const images = join(root, 'docs/images');
const wanted = process.argv.slice(2);
const desktop = { width: 1440, height: 900 };
/** The widths of a phone and of a tablet, besides. */
const narrow = [360, 768];

async function chartsOf(page, count) {
  await page
    .locator('svg.recharts-surface')
    .nth(count - 1)
    .waitFor();
}

/** As `app.extensions` of a portal's app-config.yaml does. */
async function turnOn(page, extension) {
  await page.route('**/catalog/**', async route => {
    if (route.request().resourceType() !== 'document') return route.fallback();
    const response = await route.fetch();
    const body = (await response.text()).replace(/("extensions": *\[)/, `$1"${extension}",`);
    return route.fulfill({ response, body });
  });
}

const cards = [
  ['summary-card', 'Service insights'],
  ['usage-card', 'Usage'],
  ['adoption-card', 'Adoption'],
  ['failures-card', 'Failures'],
];

/** What is taken: `show` leads there, and says what to take of it when that is not the whole page. */
const pictures = [
  {
    name: 'entity-page',
    show: async (page, url) => {
      await openService(page, url, 'order-api');
      await cardOf(page, 'Service insights');
      await chartsOf(page, 3);
    },
  },
  ...cards.map(([name, title]) => ({
    name,
    show: async (page, url) => {
      await openService(page, url, 'order-api');
      const card = await cardOf(page, title);
      if (title !== 'Service insights')
        await card.locator('svg.recharts-surface').first().waitFor();
      return card;
    },
  })),
  {
    name: 'usage-card-table',
    show: async (page, url) => {
      await openService(page, url, 'order-api');
      const card = await cardOf(page, 'Usage');
      await card.getByRole('radio', { name: 'Table' }).click();
      return card;
    },
  },
  {
    name: 'glance-card',
    show: async (page, url) => {
      await turnOn(page, 'entity-card:service-insights/glance');
      await openService(page, url, 'order-api');
      return cardOf(page, 'At a glance');
    },
  },
  {
    name: 'portfolio-card',
    show: async (page, url) => {
      await page.goto(`${url}/catalog/default/group/orders`);
      return cardOf(page, 'Insights of its services');
    },
  },
  {
    name: 'summary-card-stopped',
    show: async (page, url) => {
      await openService(page, url, 'legacy-export');
      return cardOf(page, 'Service insights');
    },
  },
  {
    name: 'not-set-up',
    show: async (page, url) => {
      await openService(page, url, 'design-tokens', '/insights');
      const steps = page.getByRole('heading', { name: 'No insights for this service yet' });
      await steps.waitFor();
      return steps.locator('..');
    },
  },
  ...[desktop.width, ...narrow].map(width => ({
    name: width === desktop.width ? 'insights-tab' : `insights-tab-${width}`,
    session: { viewport: { width, height: 900 }, deviceScaleFactor: 1 },
    isWhole: true,
    show: async (page, url) => {
      await openService(page, url, 'order-api', '/insights');
      await sectionOf(page, 'Latency');
      await chartsOf(page, 4);
    },
  })),
  {
    name: 'insights-tab-german',
    themes: ['light'],
    show: async (page, url) => {
      await page.addInitScript(() => localStorage.setItem('language', 'de'));
      await openService(page, url, 'order-api', '/insights');
      await chartsOf(page, 1);
    },
  },
  {
    name: 'report',
    themes: ['light'],
    session: { viewport: { width: 1000, height: 900 }, deviceScaleFactor: 1 },
    show: async (page, url) => {
      await openService(page, url, 'order-api', '/insights?view=report');
      await chartsOf(page, 4);
    },
  },
];

/** The same card in every state of a portal. */
const statePictures = Object.keys(demoStates).map(state => ({
  name: `state-${state}`,
  state,
  show: async (page, url) => {
    await openService(page, url, 'order-api');
    return cardOf(page, 'Service insights');
  },
}));

async function take(browser, url, { name, themes = ['light', 'dark'], session, isWhole, show }) {
  for (const theme of themes) {
    const context = await browser.newContext({
      viewport: desktop,
      deviceScaleFactor: 1.5,
      locale: 'en-US',
      reducedMotion: 'reduce',
      ...session,
    });
    await context.addInitScript(value => localStorage.setItem('theme', value), theme);
    const page = await context.newPage();
    const target = (await show(page, url)) ?? page;
    await page.evaluate(() => document.fonts.ready);
    const path = join(images, `${name}-${theme}.png`);
    await target.screenshot({ path, ...(isWhole && { fullPage: true }) });
    console.log(`docs/images/${name}-${theme}.png`);
    await context.close();
  }
}

async function takeAll(browser, all, state) {
  const chosen = all.filter(
    ({ name }) => wanted.length === 0 || wanted.some(word => name.includes(word)),
  );
  if (chosen.length === 0) return;
  const demo = await openDemo(line => console.log(line), state);
  try {
    for (const picture of chosen) await take(browser, demo.url, picture);
  } finally {
    await demo.stop();
  }
}

await mkdir(images, { recursive: true });
const browser = await chromium.launch(await findBrowser());
try {
  await takeAll(browser, pictures);
  for (const picture of statePictures) await takeAll(browser, [picture], picture.state);
} finally {
  await browser.close();
}
