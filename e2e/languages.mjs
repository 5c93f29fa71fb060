import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { openService } from './pages.mjs';

const require = createRequire(import.meta.url);
const { messages } = require('../plugins/service-insights/src/translation/messages.ts');
const german = require('../plugins/service-insights/src/translation/german.ts').default;

function flatten(nested, prefix = '') {
  return Object.entries(nested).flatMap(([key, value]) =>
    typeof value === 'string' ? [[prefix + key, value]] : flatten(value, `${prefix}${key}.`),
  );
}

const escaped = text => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** English texts that no German text contains, in the parts between their placeholders. */
function englishOnly() {
  const translations = new Set(Object.values(german));
  const whole = Object.values(german).join('\n');
  return flatten(messages)
    .filter(([, text]) => !translations.has(text))
    .flatMap(([, text]) => text.split(/\{\{\w+\}\}/))
    .map(part => part.trim())
    .filter(part => part.length > 4 && /[a-z]{3}/i.test(part) && !whole.includes(part))
    .map(part => new RegExp(`(?<!\\p{L})${escaped(part)}(?!\\p{L})`, 'u'));
}

async function openInGerman(page, url, path) {
  await page.addInitScript(() => localStorage.setItem('language', 'de'));
  await page.goto(`${url}${path}`);
  await page.getByRole('heading', { name: 'Nutzung', exact: true }).first().waitFor();
  await page
    .getByText(/Daten bis/)
    .nth(4)
    .waitFor();
}

/** All the tab says: texts, names and titles. */
function saidIn(page) {
  const tab = page.locator('main section').first().locator('..');
  return tab.evaluate(main => {
    const texts = [];
    const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) texts.push(walker.currentNode.textContent);
    for (const element of main.querySelectorAll('[aria-label], [title], [placeholder]')) {
      for (const name of ['aria-label', 'title', 'placeholder']) {
        const value = element.getAttribute(name);
        if (value) texts.push(value);
      }
    }
    return texts.map(text => text.trim()).filter(Boolean);
  });
}

/** The words in another language. */
export const languages = [
  {
    name: 'the language is switched in the settings, and the cards follow',
    test: async ({ page, url }) => {
      await page.goto(`${url}/settings`);
      await page.getByRole('button', { name: /^English/ }).click();
      await page.getByRole('option', { name: /Deutsch|German/i }).click();
      await openService(page, url, 'order-api');
      await page.getByRole('link', { name: 'Warum?' }).click();
      await page.getByRole('heading', { name: 'Was sich verändert hat', level: 2 }).waitFor();
    },
  },
  ...['', '?view=table', '?view=report', '?range=90d&region=eu-west-1'].map(query => ({
    name: `no English is left on the German tab${query && `, ${query}`}`,
    test: async ({ page, url }) => {
      await openInGerman(page, url, `/catalog/default/component/order-api/insights${query}`);
      const english = englishOnly();
      assert.ok(english.length > 200, `${english.length}`);
      const said = await saidIn(page);
      const left = said.filter(text => english.some(part => part.test(text)));
      assert.deepEqual(left, []);
    },
  })),
  {
    name: 'numbers and days on the German tab are written as in German',
    test: async ({ page, url, truth }) => {
      await openInGerman(page, url, '/catalog/default/component/order-api/insights?view=table');
      const calls = truth.of('order-api').calls;
      const written = new Intl.NumberFormat('de').format(calls);
      assert.notEqual(written, new Intl.NumberFormat('en').format(calls));
      const said = (await saidIn(page)).join('\n');
      assert.ok(said.includes(written), written);
      assert.ok(!said.includes(new Intl.NumberFormat('en').format(calls)));
      const day = new Intl.DateTimeFormat('de', {
        day: 'numeric',
        month: 'short',
        timeZone: 'UTC',
      });
      const last = day.format(new Date(truth.period.to)).replace(/\.$/, '');
      assert.ok(said.includes(`Daten bis ${last}`));
      assert.ok(!/\w\.\.(?!\.)/.test(said));
    },
  },
];
