import assert from 'node:assert/strict';
import { askApi } from './api.mjs';
import { cardOf, openService } from './pages.mjs';

const day = text =>
  new Intl.DateTimeFormat('en-US', { month: 'short', day: 'numeric', timeZone: 'UTC' }).format(
    new Date(text),
  );

/** The portal says its state in words, and the numbers stay. */
function saysInWords(state, status, sentence) {
  return ['light', 'dark'].map(theme => ({
    name: `${theme}: a portal that is ${state} says so, and keeps its numbers`,
    theme,
    test: async ({ page, url }) => {
      const { overview } = await askApi(url, 'order-api', ['overview']);
      assert.equal(overview.meta.status, status);
      await openService(page, url, 'order-api');
      const card = await cardOf(page, 'Service insights');
      const line = card.getByRole('status');
      await line.waitFor();
      assert.match(await line.textContent(), sentence(overview.meta));
      assert.ok(overview.data.figures.calls.value > 10_000);
      const { calls } = overview.data.figures;
      await card.getByTitle(new Intl.NumberFormat('en-US').format(calls.value)).first().waitFor();
      const { height } = await card.boundingBox();
      assert.ok(height <= 220, `${height}`);
    },
  }));
}

const literally = text => new RegExp(`^${text.replace(/[.()]/g, '\\$&')}$`);

/** By the state that the demo is started in. */
export const states = {
  late: saysInWords('late', 'stale', ({ dataThrough }) =>
    literally(`Data through ${day(dataThrough)}, 2 days late.`),
  ),
  partial: saysInWords('partial', 'partial', ({ completeness: { missing } }) =>
    literally(
      `2 of 28 days are missing (${missing.map(day).join(' and ')}). Totals cover the 26 days present.`,
    ),
  ),
  'over-budget': saysInWords('over budget', 'overBudget', ({ refresh, dataThrough }) => {
    const until = day(refresh.paused.until);
    return new RegExp(
      `^Refresh paused: the (\\w+ )?query budget is used up\\. Showing data through ${day(dataThrough)}\\. Resumes ${until}\\.$`,
    );
  }),
  failing: saysInWords('failing', 'failing', ({ lastRun, dataThrough }) =>
    literally(
      `The last ${lastRun.consecutiveFailures} refreshes failed. Showing data through ${day(dataThrough)}.`,
    ),
  ),
  paused: saysInWords('paused', 'paused', ({ dataThrough }) =>
    literally(`Refresh paused by an operator. Showing data through ${day(dataThrough)}.`),
  ),
};
