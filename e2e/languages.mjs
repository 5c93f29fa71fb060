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

/** English texts that no German text contains, in the parts between their placeholders. */
function englishOnly() {
  const translations = new Set(Object.values(german));
  const whole = Object.values(german).join('\n');
  return flatten(messages)
    .filter(([, text]) => !translations.has(text))
    .flatMap(([, text]) => text.split(/\{\{\w+\}\}/))
    .map(part => part.trim())
    .filter(part => /[a-z]{3,}.*[a-z]/i.test(part) && part.length > 5 && !whole.includes(part));
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

/** All a section says: texts, names and titles. */
function saidIn(page) {
  return page.locator('main').evaluate(main => {
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
    name: 'the language is switched in the settings, and the card follows at once',
    test: async ({ page, url }) => {
      await page.goto(`${url}/settings`);
      await page.getByText('Language', { exact: true }).first().waitFor();
      await page
        .getByRole('button', { name: 'Deutsch' })
        .or(page.getByText('Deutsch'))
        .first()
        .click();
      await openService(page, url, 'order-api');
      await page
        .getByRole('heading', { name: 'Nutzungszahlen' })
        .or(page.getByText(/Daten bis/))
        .first()
        .waitFor();
      await page
        .getByText(/Fehler .* seit|Fehler seit|Mehr Fehler/)
        .first()
        .waitFor();
    },
  },
  ...['', '?view=table', '?view=report', '?range=90d&region=eu-west-1'].map(query => ({
    name: `no English is left on the German tab${query && `, ${query}`}`,
    test: async ({ page, url }) => {
      await openInGerman(page, url, `/catalog/default/component/order-api/insights${query}`);
      const english = englishOnly();
      assert.ok(english.length > 200, `${english.length}`);
      const said = await saidIn(page);
      const left = said.filter(text => english.some(part => text.includes(part)));
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
      assert.ok(said.includes(`Daten bis ${day.format(new Date(truth.period.to))}`));
    },
  },
];
