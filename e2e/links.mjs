import assert from 'node:assert/strict';
import { openService, rowsOf, sectionOf } from './pages.mjs';

const zones = ['America/Los_Angeles', 'Asia/Tokyo', 'Pacific/Auckland'];

/** Everything a section says, but for instants, which are of the reader's zone. */
async function tablesOf(page) {
  const tables = {};
  for (const title of ['Usage', 'Adoption', 'Retention', 'Failures', 'Latency']) {
    const section = await sectionOf(page, title);
    tables[title] = await Promise.all((await section.getByRole('table').all()).map(rowsOf));
  }
  return tables;
}

/** The tab in the URL. */
export const links = [
  {
    name: 'a link shows the same numbers in every time zone',
    test: async ({ url, newPage, truth }) => {
      const { to } = truth.period;
      const from = truth.daysBefore(to, 13);
      const seen = [];
      for (const timezoneId of zones) {
        const page = await newPage({ timezoneId });
        const query = `?from=${from}&to=${to}&region=eu-west-1&view=table`;
        await openService(page, url, 'order-api', `/insights${query}`);
        seen.push(await tablesOf(page));
        await page.context().close();
      }
      assert.ok(seen[0].Usage[0].length === 14, JSON.stringify(seen[0].Usage[0]));
      for (const other of seen.slice(1)) assert.deepEqual(other, seen[0]);
    },
  },
  {
    name: 'links are copied: one that moves with the data, and one to these very days',
    session: { permissions: ['clipboard-read', 'clipboard-write'] },
    test: async ({ page, url, truth }) => {
      await openService(page, url, 'order-api', '/insights?region=eu-west-1');
      await sectionOf(page, 'Usage');
      const copied = async item => {
        await page.getByRole('button', { name: 'Copy link' }).click();
        await page.getByRole('menuitem', { name: item }).click();
        await page.getByText('Link copied').first().waitFor();
        return page.evaluate(() => navigator.clipboard.readText());
      };
      const moving = new URL(await copied('Link that moves with the data'));
      assert.equal(moving.search, '?region=eu-west-1');
      const frozen = new URL(await copied('Link to these very days'));
      const { from, to } = truth.period;
      assert.equal(frozen.searchParams.get('from'), from);
      assert.equal(frozen.searchParams.get('to'), to);
      const usage = await sectionOf(page, 'Usage');
      const before = await usage
        .getByTitle(/^[\d,]+$/)
        .first()
        .textContent();
      await page.goto(frozen.href);
      const again = await sectionOf(page, 'Usage');
      assert.equal(
        await again
          .getByTitle(/^[\d,]+$/)
          .first()
          .textContent(),
        before,
      );
    },
  },
  {
    name: 'every control is in the URL, and survives a reload; back undoes one step',
    test: async ({ page, url }) => {
      await openService(page, url, 'order-api', '/insights');
      await sectionOf(page, 'Usage');
      const choose = async (field, option) => {
        await page.getByRole('button', { name: field }).click();
        await page.getByRole('option', { name: option, exact: true }).click();
        await page.keyboard.press('Escape');
      };
      const steps = [''];
      const step = async (field, option, search) => {
        await choose(field, option);
        await page.waitForFunction(wanted => window.location.search === wanted, search);
        steps.push(search);
      };
      await step(/Period$/, '90 days', '?range=90d');
      await step(/Compared with$/, 'No comparison', '?range=90d&compare=none');
      await step(/Grain$/, 'By week', '?range=90d&compare=none&grain=week');
      await step(/Region$/, 'eu-west-1', '?range=90d&compare=none&grain=week&region=eu-west-1');
      const usage = await sectionOf(page, 'Usage');
      await page.getByRole('radio', { name: 'Table' }).click();
      const shown = await rowsOf(usage.getByRole('table').first());
      await page.reload();
      const reloaded = await sectionOf(page, 'Usage');
      assert.deepEqual(await rowsOf(reloaded.getByRole('table').first()), shown);
      // Showing the same numbers otherwise was no step.
      for (const search of steps.slice(0, -1).reverse()) {
        await page.goBack();
        await page.waitForFunction(wanted => window.location.search === wanted, search);
      }
    },
  },
  {
    name: 'what a link says wrongly falls back, and is said',
    test: async ({ page, url }) => {
      await openService(page, url, 'order-api', '/insights?range=forever&unknown=1');
      await page.getByText(/range=forever.*could not be followed/).waitFor();
      const usage = await sectionOf(page, 'Usage');
      assert.match(await usage.textContent(), /all 28 days present/);
      assert.equal(await page.getByText(/unknown=1/).count(), 0);
    },
  },
];
