import assert from 'node:assert/strict';
import { openService, sectionOf } from './pages.mjs';

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
      await page.emulateMedia({ media: 'print' });
      const buttons = await page.locator('main button, nav a, header button').all();
      const visible = await Promise.all(buttons.map(button => button.isVisible()));
      assert.equal(visible.filter(Boolean).length, 0);
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
