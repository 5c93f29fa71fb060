/**
 * npm run e2e: the demo in a real Chromium. Starts a demo of its own, or looks at the one DEMO_URL names, and one more
 * for each state it can be in. Ends with 'N passed, N failed'. With arguments, only tests with these words run.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { findBrowser } from '../scripts/browser.mjs';
import { openDemo } from '../scripts/openDemo.mjs';
import { root } from '../scripts/root.mjs';
import { accessibility } from './accessibility.mjs';
import { entityPages } from './entityPages.mjs';
import { incidents } from './incidents.mjs';
import { keyboard } from './keyboard.mjs';
import { languages } from './languages.mjs';
import { links } from './links.mjs';
import { owner } from './owner.mjs';
import { report } from './report.mjs';
import { states } from './states.mjs';
import { loadTruth } from './truth.mjs';

const failures = join(root, '.demo/failures');
const wanted = process.argv.slice(2);
const cleanUps = [];
let passed = 0;
let failed = 0;

async function cleanUp() {
  for (const step of cleanUps.splice(0).reverse()) await step().catch(console.error);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.once(signal, async () => {
    await cleanUp();
    process.exit(130);
  });
}

/** A page of a reader of its own, signed in as the guest. */
async function openPage(browser, theme, options = {}) {
  const session = await browser.newContext({
    viewport: { width: 1440, height: 1000 },
    locale: 'en-US',
    reducedMotion: 'reduce',
    ...options,
  });
  await session.addInitScript(value => localStorage.setItem('theme', value), theme);
  const page = await session.newPage();
  page.setDefaultTimeout(20_000);
  return page;
}

async function run(browser, context, { name, test, theme = 'light', session: options }) {
  const page = await openPage(browser, theme, options);
  const newPage = other => openPage(browser, theme, other);
  const startMs = Date.now();
  try {
    await test({ ...context, page, newPage });
    passed += 1;
    console.log(`ok      ${name} (${Date.now() - startMs} ms)`);
  } catch (error) {
    failed += 1;
    await mkdir(failures, { recursive: true });
    const image = join(failures, `${name.replace(/[^a-z0-9]+/gi, '-')}.png`);
    await page.screenshot({ path: image, fullPage: true }).catch(() => {});
    console.log(`FAILED  ${name}\n${error instanceof Error ? error.stack : error}\n  see ${image}`);
  } finally {
    await page.context().close();
  }
}

const isWanted = ({ name }) => wanted.length === 0 || wanted.some(word => name.includes(word));

/** Runs tests against one demo, which is started for them. */
async function runAll(browser, tests, state) {
  const chosen = tests.filter(isWanted);
  if (chosen.length === 0) return;
  const demo = await openDemo(line => console.log(line), state);
  cleanUps.push(() => demo.stop());
  const context = { url: demo.url, truth: await loadTruth(join(demo.directory, 'data')) };
  for (const test of chosen) await run(browser, context, test);
  await cleanUps.pop()();
}

try {
  const browser = await chromium.launch(await findBrowser());
  cleanUps.push(() => browser.close());
  await runAll(browser, [
    ...entityPages,
    ...owner,
    ...incidents,
    ...links,
    ...keyboard,
    ...report,
    ...languages,
    ...accessibility,
  ]);
  for (const [state, tests] of Object.entries(states)) await runAll(browser, tests, state);
} catch (error) {
  failed += 1;
  console.error(error);
}
await cleanUp();
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
