import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cardOf, openService, sectionOf } from './pages.mjs';

/** Evaluated as text: the portal's content security policy lets no foreign script in. */
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core'), 'utf8');
const cards = ['Service insights', 'Usage', 'Adoption', 'Failures'];

/** Runs every rule of axe on a part of the page: none is left out. */
async function violationsIn(page, selector) {
  await page.evaluate(axe);
  const violations = await page.evaluate(
    async within => (await globalThis.axe.run(within)).violations,
    selector,
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}\n${failureSummary}`),
  );
}

async function markCards(page) {
  for (const title of cards) {
    const card = await cardOf(page, title);
    await card.evaluate(element => element.setAttribute('data-audited', ''));
  }
}

/** No violation by axe, in both themes. */
export const accessibility = ['light', 'dark'].flatMap(theme => [
  {
    name: `${theme}: axe finds nothing on the cards as charts`,
    theme,
    test: async ({ page, url }) => {
      await openService(page, url, 'order-api');
      await markCards(page);
      await page.locator('svg.recharts-surface').first().waitFor();
      assert.deepEqual(await violationsIn(page, '[data-audited]'), []);
    },
  },
  {
    name: `${theme}: axe finds nothing on the cards as tables`,
    theme,
    test: async ({ page, url }) => {
      await openService(page, url, 'order-api');
      await markCards(page);
      for (const toggle of await page.getByRole('radio', { name: 'Table' }).all()) {
        await toggle.click();
      }
      assert.deepEqual(await violationsIn(page, '[data-audited]'), []);
    },
  },
  ...['', '?view=table&range=90d', '?view=report'].map(query => ({
    name: `${theme}: axe finds nothing on the tab${query && `, ${query}`}`,
    theme,
    test: async ({ page, url }) => {
      await openService(page, url, 'order-api', `/insights${query}`);
      await sectionOf(page, 'Latency');
      if (!query.includes('table')) await page.locator('svg.recharts-surface').nth(4).waitFor();
      assert.deepEqual(await violationsIn(page, 'main'), []);
    },
  })),
  {
    name: `${theme}: axe finds nothing on open popovers and menus`,
    theme,
    test: async ({ page, url }) => {
      await openService(page, url, 'order-api', '/insights');
      const section = await sectionOf(page, 'Usage');
      await section.getByRole('button', { name: 'About this data' }).click();
      await page.getByRole('dialog').waitFor();
      assert.deepEqual(await violationsIn(page, '[role=dialog]'), []);
      await page.keyboard.press('Escape');
      await section.getByRole('button', { name: 'Take along: Usage' }).click();
      await page.getByRole('menu').waitFor();
      assert.deepEqual(await violationsIn(page, '[role=menu]'), []);
    },
  },
  {
    name: `${theme}: axe finds nothing on the page of the service`,
    theme,
    test: async ({ page, url }) => {
      await openService(page, url, 'order-api');
      await markCards(page);
      assert.deepEqual(await violationsIn(page, 'main'), []);
    },
  },
]);
