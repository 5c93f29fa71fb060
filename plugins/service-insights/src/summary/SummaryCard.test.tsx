import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { summaryEntityCard } from '../extensions/entityCards';
import { insightsEntityContent } from '../extensions/entityContent';
import { InsightRequestError } from '../api';
import { envelope, overviewData, plainWebsite, series } from '../__testUtils__/fixtures';
import { findCard } from '../__testUtils__/findCard';
import { expectNoViolations } from '../__testUtils__/expectNoViolations';
import { renderOnEntityPage } from '../__testUtils__/renderOnEntityPage';

async function renderedCard() {
  return within(await findCard('Service insights'));
}

describe('summary card', () => {
  it('says how much, by whom, and how well, each with how it moved', async () => {
    const { asked } = renderOnEntityPage([summaryEntityCard]);
    const card = await renderedCard();
    expect(await card.findByText('6.91M')).toBeInTheDocument();
    expect(card.getByText('+18% (+1.05M)')).toBeInTheDocument();
    expect(card.getByText('412')).toBeInTheDocument();
    expect(card.getByText('+6% (+23)')).toBeInTheDocument();
    expect(card.getByText('0.42%')).toBeInTheDocument();
    expect(card.getByText('+0.11 pp')).toBeInTheDocument();
    expect(
      card.getByText(/^Failures up since Mar 9.*: 74% of the extra failures are CreateOrder in/),
    ).toBeInTheDocument();
    expect(card.getByText(/^Data through Mar 14/)).toBeInTheDocument();
    expect(card.getByText('· all 28 days present')).toBeInTheDocument();
    expect(asked).toEqual([
      { entityRef: 'component:default/order-api', insight: 'overview', query: { range: '28d' } },
    ]);
    await expectNoViolations(await findCard('Service insights'));
  });

  it('is absent where the entity names no service', async () => {
    const { asked } = renderOnEntityPage([summaryEntityCard], { entity: plainWebsite });
    expect(await screen.findByRole('heading', { name: 'An entity' })).toBeInTheDocument();
    expect(screen.queryByRole('article')).not.toBeInTheDocument();
    expect(asked).toEqual([]);
  });

  it('makes each tile one link to its section, named by everything it shows', async () => {
    renderOnEntityPage([summaryEntityCard, insightsEntityContent]);
    const card = await renderedCard();
    const usage = await card.findByRole('link', {
      name: 'Usage: 6.91M calls. Up 18 percent, 1,054,345 more calls. Compared with the previous 28 days. Open details.',
    });
    expect(usage).toHaveAttribute('href', '/insights#usage');
    expect(card.getByRole('link', { name: /^Adoption: 412 active customers/ })).toHaveAttribute(
      'href',
      '/insights#adoption',
    );
    expect(card.getByRole('link', { name: /^Failures: 0.42% failed/ })).toHaveAttribute(
      'href',
      '/insights#failures',
    );
    expect(card.getByRole('link', { name: 'Open insights' })).toHaveAttribute('href', '/insights');
    expect(card.getByRole('link', { name: 'Why?' })).toHaveAttribute('href', '/insights#failures');
  });

  it('shows counts where a rate would rest on too little', async () => {
    const { figures } = overviewData();
    renderOnEntityPage([summaryEntityCard], {
      backend: () => ({
        meta: envelope(),
        data: overviewData({
          figures: {
            ...figures,
            calls: { value: 12, previous: 9, change: { kind: 'same' } },
            serviceFaults: { value: 3, previous: 1, change: { kind: 'same' } },
            failureRate: { value: 0.25, previous: 0.1, change: { kind: 'lowVolume' } },
          },
        }),
      }),
    });
    const card = await renderedCard();
    expect(await card.findByText('3 of 12 calls failed')).toBeInTheDocument();
    expect(card.getByText('low volume')).toBeInTheDocument();
  });

  it('asks again for another period, and keeps the old numbers until the new ones are there', async () => {
    const user = userEvent.setup();
    let answerLonger = () => {};
    const longer = new Promise<void>(resolve => {
      answerLonger = resolve;
    });
    const { asked } = renderOnEntityPage([summaryEntityCard], {
      backend: async ({ query }) => {
        if (query?.range !== '90d') return { data: overviewData(), meta: envelope() };
        await longer;
        const { figures } = overviewData();
        const calls = { value: 20_400_000, previous: null, change: { kind: 'none' } } as const;
        return { data: overviewData({ figures: { ...figures, calls } }), meta: envelope() };
      },
    });
    const card = await renderedCard();
    expect(await card.findByText('6.91M')).toBeInTheDocument();
    await user.click(card.getByRole('button', { name: /Period/ }));
    await user.click(await screen.findByRole('option', { name: '90 days' }));
    expect(card.getByText('Updating service insights')).toBeInTheDocument();
    expect(card.getByText('6.91M')).toBeInTheDocument();
    await act(async () => answerLonger());
    expect(await card.findByText('20.4M')).toBeInTheDocument();
    expect(card.queryByText('Updating service insights')).not.toBeInTheDocument();
    expect(asked.map(({ query }) => query?.range)).toEqual(['28d', '90d']);
  });

  it('explains its numbers without leaving the page', async () => {
    const user = userEvent.setup();
    renderOnEntityPage([summaryEntityCard]);
    const card = await renderedCard();
    await user.click(card.getByRole('button', { name: 'What these numbers mean' }));
    const definitions = await screen.findByRole('dialog', { name: 'What these numbers mean' });
    expect(within(definitions).getByText('Service faults ÷ valid calls.')).toBeInTheDocument();
    await expectNoViolations(definitions);
    await user.keyboard('{Escape}');
    await waitFor(() =>
      expect(card.getByRole('button', { name: 'What these numbers mean' })).toHaveFocus(),
    );
  });
});

describe('summary card, when not all is well', () => {
  it('keeps partial numbers, and compares nothing', async () => {
    const missing = ['2026-03-12', '2026-03-13'];
    const notComparable = { kind: 'notComparable', reason: 'missingDays' } as const;
    renderOnEntityPage([summaryEntityCard], {
      backend: () => ({
        data: overviewData({
          figures: { calls: { value: 5_000, previous: 5_400, change: notComparable } },
          headline: { kind: 'none' },
          series: series(missing),
        }),
        meta: envelope({
          status: 'partial',
          comparable: { previous: false, reason: 'missingDays' },
          completeness: { ...envelope().completeness, presentDays: 26, missing },
        }),
      }),
    });
    const card = await renderedCard();
    expect(await card.findByRole('status')).toHaveTextContent(/^2 of 28 days are missing \(Mar 12/);
    expect(card.getByText('5K')).toBeInTheDocument();
    expect(card.getByText('not comparable')).toBeInTheDocument();
    expect(card.queryByText(/^· vs/)).not.toBeInTheDocument();
    await expectNoViolations(await findCard('Service insights'));
  });

  it('tells what to ask whom for when the reader may not see the numbers', async () => {
    renderOnEntityPage([summaryEntityCard], {
      backend: () =>
        Promise.reject(new InsightRequestError(403, { name: 'NotAllowed', message: '' })),
    });
    const card = await renderedCard();
    expect(
      await card.findByText('You need service-insights.read for this service. Ask team-orders.'),
    ).toBeInTheDocument();
    expect(card.getByRole('button', { name: 'Copy request' })).toBeInTheDocument();
    await expectNoViolations(await findCard('Service insights'));
  });

  it('announces quietly what the page did and at once what the reader did', async () => {
    const user = userEvent.setup();
    renderOnEntityPage([summaryEntityCard], {
      backend: () => Promise.reject(new Error('no database')),
    });
    const card = await renderedCard();
    expect(await card.findByRole('status')).toHaveTextContent('Could not load service insights.');
    expect(card.queryByText('no database')).not.toBeInTheDocument();
    await user.click(card.getByRole('button', { name: 'Retry' }));
    expect(await card.findByRole('alert')).toHaveTextContent('Could not load service insights.');
    expect(card.getByRole('group', { name: 'Service insights' })).toHaveFocus();
  });

  it('keeps what it has when it cannot be refreshed', async () => {
    const user = userEvent.setup();
    renderOnEntityPage([summaryEntityCard], {
      backend: ({ query }) =>
        query?.range === '28d'
          ? { data: overviewData(), meta: envelope() }
          : Promise.reject(new Error('gone')),
    });
    const card = await renderedCard();
    await card.findByText('6.91M');
    await user.click(card.getByRole('button', { name: /Period/ }));
    await user.click(await screen.findByRole('option', { name: '7 days' }));
    expect(
      await card.findByText(/Could not refresh service insights. Showing the numbers from before/),
    ).toBeInTheDocument();
    expect(card.getByText('6.91M')).toBeInTheDocument();
    expect(card.getByRole('button', { name: 'Retry' })).toBeInTheDocument();
  });

  it('offers a longer period when this one is empty', async () => {
    const user = userEvent.setup();
    const { asked } = renderOnEntityPage([summaryEntityCard], {
      backend: () => ({
        data: overviewData(),
        meta: envelope({ status: 'noData', lastEventDay: '2026-01-02' }),
      }),
    });
    const card = await renderedCard();
    expect(await card.findByText(/^No calls between Feb 15/)).toBeInTheDocument();
    expect(card.queryByText('6.91M')).not.toBeInTheDocument();
    await user.click(card.getByRole('button', { name: 'Widen to 90 days' }));
    expect(asked.at(-1)?.query).toEqual({ range: '90d' });
  });

  it('does not flash a skeleton, then shows one, then offers to give up', async () => {
    jest.useFakeTimers();
    try {
      const user = userEvent.setup({ advanceTimers: jest.advanceTimersByTime });
      renderOnEntityPage([summaryEntityCard], { backend: () => new Promise(() => {}) });
      await act(() => jest.advanceTimersByTimeAsync(100));
      const card = await renderedCard();
      expect(card.queryByText('Loading service insights')).not.toBeInTheDocument();
      await act(() => jest.advanceTimersByTimeAsync(300));
      expect(card.getByText('Loading service insights')).toBeInTheDocument();
      expect(card.queryByText('Still loading…')).not.toBeInTheDocument();
      await act(() => jest.advanceTimersByTimeAsync(8_000));
      expect(card.getByText('Still loading…')).toBeInTheDocument();
      await user.click(card.getByRole('button', { name: 'Cancel' }));
      expect(card.getByText('Loading was cancelled.')).toBeInTheDocument();
      await user.click(card.getByRole('button', { name: 'Load' }));
      await act(() => jest.advanceTimersByTimeAsync(300));
      expect(card.getByText('Loading service insights')).toBeInTheDocument();
    } finally {
      jest.useRealTimers();
    }
  });
});
