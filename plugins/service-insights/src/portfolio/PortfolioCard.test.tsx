import type { PortfolioAnswer } from 'backstage-plugin-service-insights-common';
import { createExtensionTester } from '@backstage/frontend-test-utils';
import { EntityCardBlueprint } from '@backstage/plugin-catalog-react/alpha';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { InsightRequestError } from '../api';
import { portfolioEntityCard } from '../extensions/entityCards';
import { expectNoViolations } from '../__testUtils__/expectNoViolations';
import { findCard } from '../__testUtils__/findCard';
import { envelope, orderApi, plainWebsite } from '../__testUtils__/fixtures';
import { portfolioAnswer, portfolioRow, teamOrders } from '../__testUtils__/portfolioAnswer';
import { renderOnEntityPage, type PortfolioBackend } from '../__testUtils__/renderOnEntityPage';

const title = 'Service insights';

async function renderedCard(portfolio?: PortfolioBackend) {
  const page = renderOnEntityPage([portfolioEntityCard], { entity: teamOrders, portfolio });
  return { ...page, card: within(await findCard(title)) };
}

/** An answer of one data set in this state. */
function inState(over: Partial<PortfolioAnswer['datasets'][number]['meta']>): PortfolioAnswer {
  const answer = portfolioAnswer();
  return { ...answer, datasets: [{ ...answer.datasets[0], meta: envelope(over) }] };
}

describe('portfolio card', () => {
  it('stands on pages of groups, systems and domains, unless a portal says otherwise', () => {
    const isOn = createExtensionTester(portfolioEntityCard).get(
      EntityCardBlueprint.dataRefs.filterFunction,
    );
    const ofKind = (kind: string) => isOn?.({ ...teamOrders, kind });
    expect(['Group', 'System', 'Domain'].map(ofKind)).toEqual([true, true, true]);
    expect([isOn?.(orderApi), ofKind('User')]).toEqual([false, false]);
    const overridden = createExtensionTester(portfolioEntityCard, {
      config: { filter: { kind: 'system' } },
    }).get(EntityCardBlueprint.dataRefs.filterFunction);
    expect(overridden?.(teamOrders)).toBe(false);
  });

  it('names who needs attention and every reason why, in one request', async () => {
    const { card, askedPortfolios } = await renderedCard();
    expect(await card.findByText('All services: 12.4M calls')).toBeInTheDocument();
    expect(card.getByText('+10% (+1.1M)')).toBeInTheDocument();
    expect(card.getByText('3 of 4 services covered')).toBeInTheDocument();
    const list = within(card.getByRole('list', { name: 'Needs attention (2)' }));
    expect(list.getAllByRole('link').map(({ textContent }) => textContent)).toEqual([
      'order-api',
      'cart-sync',
    ]);
    expect(list.getByText('Failures rising').parentElement).toHaveTextContent(
      'Failures rising +7.6K failed calls since Mar 9',
    );
    expect(list.getByText('Concentrated').parentElement).toHaveTextContent(
      'Concentrated 62% of the calls from one customer',
    );
    expect(list.getByText('Usage stopped').parentElement).toHaveTextContent(
      'Usage stopped last call Mar 2',
    );
    expect(card.getByText(/^Data through Mar 14/)).toBeInTheDocument();
    expect(askedPortfolios).toEqual([
      { entityRef: 'group:default/team-orders', query: { range: '28d' } },
    ]);
    await expectNoViolations(await findCard(title));
  });

  it('shows three at first, and all when asked', async () => {
    const user = userEvent.setup();
    const names = ['a', 'b', 'c', 'd', 'e'];
    const { card } = await renderedCard(() =>
      portfolioAnswer({
        rows: names.map(name =>
          portfolioRow(name, [{ flag: 'usage-falling', calls: 40_000, previousCalls: 80_000 }]),
        ),
      }),
    );
    expect(await card.findAllByText('40K calls, 80K before')).toHaveLength(3);
    await user.click(card.getByRole('button', { name: 'Show all 5' }));
    expect(card.getAllByText('40K calls, 80K before')).toHaveLength(5);
    await user.click(card.getByRole('button', { name: 'Show fewer' }));
    expect(card.getAllByText('40K calls, 80K before')).toHaveLength(3);
  });

  it('says that nobody needs attention, and who is not judged yet', async () => {
    const { card } = await renderedCard(() =>
      portfolioAnswer({ rows: [portfolioRow('checkout', []), portfolioRow('cart', null)] }),
    );
    expect(await card.findByText('No service needs attention.')).toBeInTheDocument();
    expect(card.getByText('1 service is not judged yet.')).toBeInTheDocument();
  });

  it.each([
    [4, 'None of the 4 services here has insights yet.'],
    [0, 'No services belong here, or none that you may read.'],
  ])('says so where none of %s services has numbers', async (total, text) => {
    const { card } = await renderedCard(() => ({
      ...portfolioAnswer({ rows: [], coverage: { covered: 0, total } }),
      datasets: [],
    }));
    expect(await card.findByText(text)).toBeInTheDocument();
    await expectNoViolations(await findCard(title));
  });

  it('asks for another period, and keeps the old numbers meanwhile', async () => {
    const user = userEvent.setup();
    const { card, askedPortfolios } = await renderedCard(({ query }) =>
      query?.range === '90d' ? new Promise(() => {}) : portfolioAnswer(),
    );
    await card.findByText('All services: 12.4M calls');
    await user.click(card.getByRole('button', { name: /Period/ }));
    await user.click(await screen.findByRole('option', { name: '90 days' }));
    expect(card.getByText('Updating service insights')).toBeInTheDocument();
    expect(card.getByText('All services: 12.4M calls')).toBeInTheDocument();
    expect(askedPortfolios.map(({ query }) => query?.range)).toEqual(['28d', '90d']);
  });
});

describe('portfolio card, when not all is well', () => {
  it.each<[string, Parameters<typeof inState>[0], RegExp]>([
    ['stale', { status: 'stale', asOf: '2026-03-17T09:00:00.000Z' }, /Mar 14, 2 days late/],
    ['failing', { status: 'failing', also: ['stale'] }, /The last refresh failed/],
    [
      'over budget',
      {
        status: 'overBudget',
        refresh: { nextAt: null, paused: { reason: 'budget', until: '2026-04-01' } },
      },
      /budget is used up.*Resumes Apr 1/,
    ],
    [
      'partial',
      {
        status: 'partial',
        completeness: { ...envelope().completeness, presentDays: 27, missing: ['2026-03-12'] },
      },
      /1 of 28 days is missing/,
    ],
  ])('keeps its numbers when %s', async (_state, over, text) => {
    const { card } = await renderedCard(() => inState(over));
    expect(await card.findByRole('status')).toHaveTextContent(text);
    expect(card.getByText('All services: 12.4M calls')).toBeInTheDocument();
    await expectNoViolations(await findCard(title));
  });

  it('lists services that nobody calls any more, also when there are no others', async () => {
    const { card } = await renderedCard(() => inState({ status: 'noData' }));
    expect(await card.findByText('Usage stopped')).toBeInTheDocument();
    expect(card.queryByRole('status')).not.toBeInTheDocument();
  });

  it('shows the data set that is worst off, and the others to whoever asks', async () => {
    const user = userEvent.setup();
    const [first] = portfolioAnswer().datasets;
    const { card } = await renderedCard(() => ({
      ...portfolioAnswer(),
      datasets: [
        first,
        {
          id: 'legacy',
          title: 'Legacy logs',
          meta: envelope({
            status: 'stale',
            dataThrough: '2026-03-10',
            asOf: '2026-03-17T09:00:00.000Z',
          }),
        },
      ],
    }));
    expect(await card.findByRole('status')).toHaveTextContent('Data through Mar 10, 6 days late.');
    await user.click(card.getByRole('button', { name: 'About this data' }));
    expect(await screen.findByText(/^API requests: Data through Mar 14/)).toBeInTheDocument();
  });

  it('tells what to ask whom for, and offers to try again', async () => {
    const user = userEvent.setup();
    const forbidden = await renderedCard(() =>
      Promise.reject(new InsightRequestError(403, { name: 'NotAllowed', message: '' })),
    );
    expect(await forbidden.card.findByText(/^You need service-insights.read/)).toBeInTheDocument();
    forbidden.unmount();
    const failing = await renderedCard(() => Promise.reject(new Error('no database')));
    expect(await failing.card.findByRole('status')).toHaveTextContent(
      'Could not load service insights.',
    );
    await user.click(failing.card.getByRole('button', { name: 'Retry' }));
    expect(await failing.card.findByRole('alert')).toBeInTheDocument();
    expect(failing.askedPortfolios).toHaveLength(2);
  });

  it('keeps what breaks in it inside the card', async () => {
    const silenced = jest.spyOn(console, 'error').mockImplementation(() => {});
    try {
      const { card } = await renderedCard(() => portfolioAnswer({ coverage: undefined as never }));
      expect(await card.findByText('This card could not be drawn.')).toBeInTheDocument();
    } finally {
      silenced.mockRestore();
    }
  });

  it('is absent from the page of a component', async () => {
    const { askedPortfolios } = renderOnEntityPage([portfolioEntityCard], { entity: plainWebsite });
    expect(await screen.findByRole('heading', { name: 'An entity' })).toBeInTheDocument();
    expect(askedPortfolios).toEqual([]);
  });
});
