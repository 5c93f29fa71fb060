import assert from 'node:assert/strict';
import { openService, rowsOf, sectionOf } from './pages.mjs';

/** The tab on paper. */
export const report = [
  {
    name: 'the report has a table under each chart, no controls, and prints to pages',
    test: async ({ page, url }) => {
      await openService(page, url, 'order-api', '/insights?view=report&region=eu-west-1');
      for (const title of ['Usage', 'Adoption', 'Failures', 'Latency']) {
        const section = await sectionOf(page, title);
        await section.locator('figure svg.recharts-surface').first().waitFor();
        const [chart, table] = await Promise.all([
          section.locator('figure').first().boundingBox(),
          section.locator('figure ~ div table, figure ~ table').first().boundingBox(),
        ]);
        assert.ok(table.y >= chart.y + chart.height, title);
      }
      // The names of operations and metrics are words on paper, and nothing else can be pressed.
      const usage = await sectionOf(page, 'Usage');
      const operations = usage.getByRole('table', { name: 'Most used operations' });
      assert.match((await rowsOf(operations))[0][0], /^\w+/);
      await page.emulateMedia({ media: 'print' });
      const buttons = await page.locator('main section button:not([data-words])').all();
      const visible = await Promise.all(buttons.map(button => button.isVisible()));
      assert.equal(visible.filter(Boolean).length, 0);
      await usage.getByRole('rowheader', { name: 'GetOrder' }).first().waitFor();
      assert.ok(await usage.getByText('Calls', { exact: true }).first().isVisible());
      const text = await page.locator('main').innerText();
      // Where it is from, and through when: what a sheet of paper must say by itself.
      assert.match(text, /order-api\/insights\?.*region=eu-west-1/);
      assert.match(text, /Data through/);
      const pdf = await page.pdf({ format: 'A4' });
      assert.equal(pdf.subarray(0, 5).toString('latin1'), '%PDF-');
      const pages = pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g) ?? [];
      assert.ok(pages.length >= 5 && pages.length <= 14, `${pages.length} pages`);
    },
  },
];
