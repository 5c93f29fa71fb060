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

/** Visits, each with what is taken there: one page is loaded for many pictures. */
const visits = [
  {
    names: ['entity-page', 'glance-card', 'usage-card-table', ...cards.map(([name]) => name)],
    visit: async ({ page, url, take }) => {
      await turnOn(page, 'entity-card:service-insights/glance');
      await openService(page, url, 'order-api');
      const shown = await Promise.all(cards.map(([, title]) => cardOf(page, title)));
      await chartsOf(page, 3);
      await take('entity-page', page);
      for (const [i, [name]] of cards.entries()) await take(name, shown[i]);
      await take('glance-card', await cardOf(page, 'At a glance'));
      const usage = await cardOf(page, 'Usage');
      await usage.getByRole('radio', { name: 'Table' }).click();
      await take('usage-card-table', usage);
    },
  },
  {
    names: ['portfolio-card'],
    visit: async ({ page, url, take }) => {
      await page.goto(`${url}/catalog/default/group/orders`);
      await take('portfolio-card', await cardOf(page, 'Insights of its services'));
    },
  },
  {
    names: ['summary-card-stopped'],
    visit: async ({ page, url, take }) => {
      await openService(page, url, 'legacy-export');
      await take('summary-card-stopped', await cardOf(page, 'Service insights'));
    },
  },
  {
    names: ['not-set-up'],
    visit: async ({ page, url, take }) => {
      await openService(page, url, 'design-tokens', '/insights');
      const steps = page.getByRole('heading', { name: 'No insights for this service yet' });
      await steps.waitFor();
      await take('not-set-up', steps.locator('..'));
    },
  },
  {
    names: ['insights-tab', ...narrow.map(width => `insights-tab-${width}`)],
    session: { deviceScaleFactor: 1 },
    visit: async ({ page, url, take }) => {
      for (const width of [desktop.width, ...narrow]) {
        await page.setViewportSize({ width, height: 900 });
        if (width === desktop.width) await openService(page, url, 'order-api', '/insights');
        await sectionOf(page, 'Latency');
        await chartsOf(page, 4);
        // Charts follow their width a moment later.
        await page.waitForTimeout(1_000);
        const name = width === desktop.width ? 'insights-tab' : `insights-tab-${width}`;
        await take(name, page, { fullPage: true });
      }
    },
  },
  {
    names: ['insights-tab-german'],
    themes: ['light'],
    visit: async ({ page, url, take }) => {
      await page.addInitScript(() => localStorage.setItem('language', 'de'));
      await openService(page, url, 'order-api', '/insights');
      await chartsOf(page, 1);
      await take('insights-tab-german', page);
    },
  },
  {
    names: ['report'],
    themes: ['light'],
    session: { viewport: { width: 1000, height: 1300 }, deviceScaleFactor: 1 },
    visit: async ({ page, url, take }) => {
      await openService(page, url, 'order-api', '/insights?view=report');
      await chartsOf(page, 4);
      await (await sectionOf(page, 'Usage')).scrollIntoViewIfNeeded();
      await take('report', page);
    },
  },
];

/** The same card in every state of a portal. */
const stateVisits = Object.keys(demoStates).map(state => ({
  names: [`state-${state}`],
  state,
  visit: async ({ page, url, take }) => {
    await openService(page, url, 'order-api');
    await take(`state-${state}`, await cardOf(page, 'Service insights'));
  },
}));

const isWanted = name => wanted.length === 0 || wanted.some(word => name.includes(word));

async function makeVisit(browser, url, { themes = ['light', 'dark'], session, visit }) {
  for (const theme of themes) {
    const context = await browser.newContext({
      viewport: desktop,
      deviceScaleFactor: 1.25,
      locale: 'en-US',
      reducedMotion: 'reduce',
      ...session,
    });
    await context.addInitScript(value => localStorage.setItem('theme', value), theme);
    const page = await context.newPage();
    const take = async (name, target, options) => {
      if (!isWanted(name)) return;
      await page.evaluate(() => document.fonts.ready);
      await target.screenshot({ path: join(images, `${name}-${theme}.png`), ...options });
      console.log(`docs/images/${name}-${theme}.png`);
    };
    await visit({ page, url, take });
    await context.close();
  }
}

async function makeVisits(browser, all, state) {
  const chosen = all.filter(({ names }) => names.some(isWanted));
  if (chosen.length === 0) return;
  const demo = await openDemo(line => console.log(line), state);
  try {
    for (const one of chosen) await makeVisit(browser, demo.url, one);
  } finally {
    await demo.stop();
  }
}

await mkdir(images, { recursive: true });
const browser = await chromium.launch(await findBrowser());
try {
  await makeVisits(browser, visits);
  for (const one of stateVisits) await makeVisits(browser, [one], one.state);
} finally {
  await browser.close();
}
