import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { runsSince } from './api.mjs';
import { cardOf, openService, rowsOf, sectionOf } from './pages.mjs';
import { readCsv } from './readCsv.mjs';

/** A number as the portal writes it out in full, read back. */
const countOf = text => Number(text.replace(/,/g, '').replace(/ \(.*/, ''));

async function exported(page, section, title, item) {
  await section.getByRole('button', { name: `Take along: ${title}` }).click();
  const saving = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: item }).click();
  const download = await saving;
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

/** What an owner does in the morning after failures rose, with files in the end. */
export const owner = [
  {
    name: 'an owner finds why failures rose, and takes the numbers along',
    test: async ({ page, url }) => {
      await openService(page, url, 'order-api');
      const card = await cardOf(page, 'Service insights');
      await card.getByText(/Failures up since .*CreateOrder in eu-west-1/).waitFor();
      await card.getByRole('link', { name: 'Why?' }).click();
      await page.waitForURL(/\/order-api\/insights#failures$/);
      const section = await sectionOf(page, 'Failures');
      const heading = section.getByRole('heading', { level: 2 });
      assert.ok(await heading.evaluate(element => element === document.activeElement));
      const causes = section.locator('ol > li');
      await causes.first().waitFor();
      const said = (await causes.allTextContents()).slice(0, 2);
      assert.ok(
        said.some(text => /^Mainly associated with CreateOrder \/ eu-west-1/.test(text)),
        said.join('\n'),
      );
      assert.ok(!/caused by/i.test(await section.textContent()));

      await page.getByRole('radio', { name: 'Table' }).click();
      const table = section.getByRole('table', { name: /^Calls per day by outcome/ });
      await table.waitFor();
      const { name, bytes } = await exported(page, section, 'Failures', 'Save as CSV');
      assert.match(name, /^order-api_failures_[-\d]{10}_[-\d]{10}_utc\.csv$/);
      const rows = readCsv(bytes.toString('utf8'));
      const shown = await rowsOf(table);
      assert.equal(rows.length, 28);
      assert.deepEqual(
        rows.map(row => [row.calls, row.service_faults, row.caller_faults, row.throttled]),
        shown.map(([, ...cells]) => cells.map(text => String(countOf(text)))),
      );
      for (const row of rows) {
        assert.deepEqual(
          [row.complete, row.time_zone, row.as_of, row.version],
          ['true', 'UTC', rows[0].as_of, '1'],
        );
      }
    },
  },
  {
    name: 'the weeks of adoption in CSV are those of the table, each said to be complete',
    test: async ({ page, url }) => {
      await openService(page, url, 'order-api', '/insights?view=table');
      const section = await sectionOf(page, 'Adoption');
      const table = section.getByRole('table', { name: /^Customers per week/ });
      const shown = await rowsOf(table);
      const { bytes } = await exported(page, section, 'Adoption', 'Save as CSV');
      const rows = readCsv(bytes.toString('utf8'));
      assert.deepEqual(
        rows.map(row => [row.active, row.returning, row.new, row.resurrected, row.dormant]),
        shown.map(([, ...cells]) => cells.map(text => String(countOf(text)))),
      );
      assert.ok(rows.length >= 3 && rows.every(({ complete }) => complete === 'true'));
    },
  },
  {
    name: 'JSON is the answer of the API, and Markdown the table, on the clipboard',
    session: { permissions: ['clipboard-read', 'clipboard-write'] },
    test: async ({ page, url }) => {
      await openService(page, url, 'order-api', '/insights');
      const section = await sectionOf(page, 'Usage');
      const { bytes } = await exported(page, section, 'Usage', 'Save as JSON');
      const answer = JSON.parse(bytes.toString('utf8'));
      assert.equal(answer.meta.status, 'ok');
      assert.equal(answer.data.series.length, 28);
      await section.getByRole('button', { name: 'Take along: Usage' }).click();
      await page.getByRole('menuitem', { name: 'Copy as Markdown' }).click();
      await page.getByText('Copied').first().waitFor();
      const text = await page.evaluate(() => navigator.clipboard.readText());
      const [title, , header, , first] = text.split('\n');
      assert.match(title, /^\*\*order-api: Usage, /);
      assert.match(header, /^\| at \| calls \| previous\\?_calls/);
      assert.ok(first.includes(` ${answer.data.series[0].calls} `), first);
      assert.equal(text.trim().split('\n').length, 4 + 28);
    },
  },
  {
    name: 'PNG is a picture of the chart, and its words are on the clipboard',
    session: { permissions: ['clipboard-read', 'clipboard-write'] },
    theme: 'dark',
    test: async ({ page, url }) => {
      await openService(page, url, 'order-api', '/insights');
      const section = await sectionOf(page, 'Usage');
      const figure = section.locator('figure').first();
      await figure.locator('svg.recharts-surface').first().waitFor();
      const { name, bytes } = await exported(page, section, 'Usage', 'Save the chart as PNG');
      assert.match(name, /_usage_.*\.png$/);
      assert.equal(bytes.subarray(1, 4).toString('latin1'), 'PNG');
      const box = await figure.boundingBox();
      assert.ok(bytes.readUInt32BE(16) >= 2 * box.width - 100);
      const { pixels, colours } = await page.evaluate(async data => {
        const image = await createImageBitmap(
          new Blob([Uint8Array.from(atob(data), char => char.charCodeAt(0))]),
        );
        const canvas = new OffscreenCanvas(image.width, image.height);
        const context = canvas.getContext('2d');
        context.drawImage(image, 0, 0);
        const { data: rgba } = context.getImageData(0, 0, image.width, image.height);
        const seen = new Set();
        for (let i = 0; i < rgba.length; i += 4)
          seen.add((rgba[i] << 16) | (rgba[i + 1] << 8) | rgba[i + 2]);
        return { pixels: rgba[0] + rgba[1] + rgba[2], colours: seen.size };
      }, bytes.toString('base64'));
      // White ground whatever the theme, and more on it than the ground.
      assert.equal(pixels, 3 * 255);
      assert.ok(colours > 20, `${colours} colours`);
      const words = await page.evaluate(() => navigator.clipboard.readText());
      assert.match(words, /^Calls per day, .* in total, highest/);
    },
  },
  {
    name: 'a question that failed is asked again without a run on the engine, and the focus stays',
    test: async ({ page, url }) => {
      const since = new Date().toISOString();
      await page.route('**/insights/batch', route => route.abort());
      await page.goto(`${url}/catalog/default/component/order-api`);
      const heading = page.getByRole('heading', { name: 'Service insights', level: 3 });
      const card = page.locator('.bui-Card').filter({ has: heading }).first();
      await card.getByText('Could not load service insights.').waitFor();
      await page.unroute('**/insights/batch');
      await card.getByRole('button', { name: 'Retry' }).click();
      await card.getByText(/Data through/).waitFor();
      const body = card.getByRole('group', { name: 'Service insights' });
      assert.ok(await body.evaluate(element => element === document.activeElement));
      assert.deepEqual(await runsSince(url, since), []);
    },
  },
  {
    name: 'a card is as high while it loads as when it is there',
    test: async ({ page, url }) => {
      let go;
      const held = new Promise(resolve => (go = resolve));
      await page.route('**/insights/batch', async route => {
        await held;
        await route.continue();
      });
      await page.goto(`${url}/catalog/default/component/order-api`);
      const heading = page.getByRole('heading', { name: 'Service insights', level: 3 });
      const card = page.locator('.bui-Card').filter({ has: heading }).first();
      await card.locator('[aria-busy=true]').waitFor();
      await page.waitForTimeout(600);
      const loading = await card.boundingBox();
      go();
      await card.getByText(/Data through/).waitFor();
      const loaded = await card.boundingBox();
      assert.ok(
        Math.abs(loaded.height - loading.height) <= 1,
        `${loading.height}, ${loaded.height}`,
      );
      assert.ok(loaded.height <= 220, `${loaded.height}`);
    },
  },
];
