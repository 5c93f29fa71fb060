import assert from 'node:assert/strict';
import { cardOf, openService, sectionOf } from './pages.mjs';

const focused = page =>
  page.evaluate(() => {
    const element = document.activeElement;
    const label = element.getAttribute('aria-label') ?? element.textContent;
    return `${element.getAttribute('role') ?? element.tagName.toLowerCase()} ${label}`.trim();
  });

/** Presses a key until what has the focus is called so. */
async function tabTo(page, wanted, key = 'Tab', most = 150) {
  const passed = [];
  for (let i = 0; i < most; i += 1) {
    await page.keyboard.press(key);
    const now = await focused(page);
    if (wanted.test(now)) return;
    passed.push(now);
  }
  throw new Error(`${wanted} was not reached: ${passed.slice(-30).join(' | ')}`);
}

/** The same without a mouse, at the size of a phone, and with the reader's own colours. */
export const keyboard = [
  {
    name: 'the way from the card to the reason and an export needs no mouse',
    test: async ({ page, url }) => {
      await openService(page, url, 'order-api');
      await cardOf(page, 'Service insights');
      await tabTo(page, /^a Why\?/);
      await page.keyboard.press('Enter');
      await page.waitForURL(/#failures$/);
      await sectionOf(page, 'Failures');
      assert.match(await focused(page), /^h2 Failures/);
      await tabTo(page, /Show only CreateOrder/);
      await page.keyboard.press('Enter');
      await page.waitForURL(/op=CreateOrder/);
      await sectionOf(page, 'Failures');
      await tabTo(page, /Take along: Failures/);
      const saving = page.waitForEvent('download');
      await page.keyboard.press('Enter');
      await page.getByRole('menuitem', { name: 'Save as CSV' }).waitFor();
      await page.keyboard.press('Enter');
      assert.match((await saving).suggestedFilename(), /failures.*csv$/);
    },
  },
  {
    name: 'Esc closes popovers, menus and tooltips, and the focus goes back to what opened them',
    test: async ({ page, url }) => {
      await openService(page, url, 'order-api', '/insights');
      const section = await sectionOf(page, 'Usage');
      const openers = [
        [section.getByRole('button', { name: 'About this data' }), 'dialog'],
        [section.getByRole('button', { name: 'Take along: Usage' }), 'menu'],
        [page.getByRole('button', { name: 'Copy link' }), 'menu'],
        [page.getByRole('button', { name: /Region$/ }), 'listbox'],
      ];
      for (const [opener, role] of openers) {
        await opener.focus();
        await page.keyboard.press('Enter');
        await page.getByRole(role).first().waitFor();
        await page.keyboard.press('Escape');
        await page.getByRole(role).first().waitFor({ state: 'detached' });
        assert.ok(await opener.evaluate(element => element.contains(document.activeElement)), role);
      }
      const chart = section.locator('svg.recharts-surface').first();
      await chart.waitFor();
      await chart.focus();
      await page.keyboard.press('ArrowRight');
      const tooltip = section.getByRole('status').filter({ hasText: /\d/ }).first();
      await tooltip.waitFor();
      await page.keyboard.press('Escape');
      await tooltip.waitFor({ state: 'hidden' });
    },
  },
  ...['light', 'dark'].map(theme => ({
    name: `${theme}: at 320 px nothing is wider than the page, tables excepted`,
    theme,
    session: { viewport: { width: 320, height: 700 } },
    test: async ({ page, url }) => {
      for (const path of ['', '/insights', '/insights?view=table&range=90d']) {
        await openService(page, url, 'order-api', path);
        await page
          .getByText(/Data through/)
          .first()
          .waitFor();
        await page.waitForTimeout(500);
        const wide = await page.evaluate(() => {
          const scrolls = element => {
            for (let at = element; at; at = at.parentElement) {
              if (/auto|scroll/.test(getComputedStyle(at).overflowX) && at !== document.body) {
                return at.querySelector('table') !== null;
              }
            }
            return false;
          };
          return [...document.querySelectorAll('.bui-Card *, main section *')]
            .filter(element => element.getBoundingClientRect().right > window.innerWidth + 1)
            .filter(element => element.getClientRects().length > 0 && !scrolls(element))
            .filter(element => getComputedStyle(element).position !== 'absolute')
            .slice(0, 5)
            .map(element => element.outerHTML.slice(0, 160));
        });
        assert.deepEqual(wide, [], path);
      }
    },
  })),
  {
    name: 'nothing moves for readers who asked for less motion',
    session: { reducedMotion: 'reduce' },
    test: async ({ page, url }) => {
      await page.route('**/insights/batch', async route => {
        await new Promise(resolve => setTimeout(resolve, 1_500));
        await route.continue();
      });
      await page.goto(`${url}/catalog/default/component/order-api/insights`);
      await page.locator('[aria-busy=true] .bui-Skeleton').first().waitFor();
      const moving = () =>
        page.evaluate(
          () =>
            document.getAnimations().filter(({ playState, effect }) => {
              const target = effect?.target;
              return playState === 'running' && target?.closest?.('main section, .bui-Card');
            }).length,
        );
      assert.equal(await moving(), 0);
      await sectionOf(page, 'Usage');
      await page.locator('svg.recharts-surface').first().waitFor();
      assert.equal(await moving(), 0);
    },
  },
  {
    name: 'with the reader’s own colours the lines are drawn in them, and keep their patterns',
    session: { forcedColors: 'active' },
    test: async ({ page, url }) => {
      await openService(page, url, 'order-api', '/insights');
      const section = await sectionOf(page, 'Failures');
      await section.locator('svg.recharts-surface path.recharts-curve').first().waitFor();
      const strokes = await section
        .locator('svg.recharts-surface path.recharts-curve')
        .evaluateAll(paths =>
          paths.map(path => {
            const { stroke, strokeDasharray, strokeWidth } = getComputedStyle(path);
            return `${stroke} ${strokeDasharray} ${strokeWidth}`;
          }),
        );
      assert.ok(strokes.length >= 3);
      assert.equal(new Set(strokes).size, strokes.length, strokes.join('\n'));
    },
  },
];
