/**
 * npm run e2e: the demo in a real Chromium. Starts a demo of its own, or looks at the one DEMO_URL names. Ends with
 * 'N passed, N failed'.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { findBrowser } from '../scripts/browser.mjs';
import { openDemo } from '../scripts/openDemo.mjs';
import { root } from '../scripts/root.mjs';
import { accessibility } from './accessibility.mjs';
import { entityPages } from './entityPages.mjs';
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

/** Each test gets a page of its own, signed in as the guest. */
async function run(browser, context, { name, test, theme = 'light' }) {
  const session = await browser.newContext({
    viewport: { width: 1440, height: 1000 },
    locale: 'en-US',
    reducedMotion: 'reduce',
  });
  await session.addInitScript(value => localStorage.setItem('theme', value), theme);
  const page = await session.newPage();
  page.setDefaultTimeout(20_000);
  const startMs = Date.now();
  try {
    await test({ ...context, page });
    passed += 1;
    console.log(`ok      ${name} (${Date.now() - startMs} ms)`);
  } catch (error) {
    failed += 1;
    await mkdir(failures, { recursive: true });
    const image = join(failures, `${name.replace(/[^a-z0-9]+/gi, '-')}.png`);
    await page.screenshot({ path: image, fullPage: true }).catch(() => {});
    console.log(`FAILED  ${name}\n${error instanceof Error ? error.stack : error}\n  see ${image}`);
  } finally {
    await session.close();
  }
}

try {
  const demo = await openDemo(line => console.log(line));
  cleanUps.push(() => demo.stop());
  const browser = await chromium.launch(await findBrowser());
  cleanUps.push(() => browser.close());
  const context = { url: demo.url, truth: await loadTruth(join(demo.directory, 'data')) };
  for (const test of [...entityPages, ...accessibility]) {
    if (wanted.length === 0 || wanted.some(word => test.name.includes(word))) {
      await run(browser, context, test);
    }
  }
} catch (error) {
  failed += 1;
  console.error(error);
}
await cleanUp();
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
