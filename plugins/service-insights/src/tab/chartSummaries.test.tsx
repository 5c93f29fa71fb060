import { screen } from '@testing-library/react';
import { insightsEntityContent } from '../extensions/entityContent';
import { renderOnEntityPage } from '../__testUtils__/renderOnEntityPage';

it('every chart says in words what it shows', async () => {
  renderOnEntityPage([insightsEntityContent]);
  await screen.findByRole('figure', { name: /^Durations of calls/ });
  const figures = await screen.findAllByRole('figure');
  // How wide the spaces of a range of days are is up to the locale data of Node.js.
  const names = figures.map(figure => figure.getAttribute('aria-label')?.replace(/\s/g, ' '));
  expect(names).toEqual([
    'Calls per day, Feb 15 – Mar 14. 7,100,200 in total, highest 332,500 on Mar 12, lowest 124,500 on Feb 20.',
    'Customers per week, Feb 15 – Mar 14. In the last week 303 active: 289 returning, 11 new, 3 came back; 10 went quiet.',
    'Trend of week 1, 2 cohorts: 77% of the first, 82% of the last.',
    'Share of calls per day that failed, Feb 15 – Mar 14. Service faults highest 1.2% on Mar 14, lowest 0.3% on Feb 27.',
    'Durations of calls, Feb 15 – Mar 14. 95th percentile highest 2 sec on Mar 14, lowest 1.2 sec on Feb 15.',
  ]);
});
