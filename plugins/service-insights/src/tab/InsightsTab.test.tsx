import type { Subject } from 'backstage-plugin-service-insights-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { InsightRequestError } from '../api';
import { insightsEntityContent } from '../extensions/entityContent';
import { envelope, plainWebsite, retentionData, subject } from '../__testUtils__/fixtures';
import { expectNoViolations } from '../__testUtils__/expectNoViolations';
import { healthy, renderOnEntityPage } from '../__testUtils__/renderOnEntityPage';

describe('Insights tab', () => {
  it('shows all sections of one period', async () => {
    const user = userEvent.setup();
    const { asked } = renderOnEntityPage([insightsEntityContent]);
    expect(await screen.findByRole('heading', { name: 'Usage', level: 2 })).toBeInTheDocument();
    expect(screen.getByRole('heading', { name: 'Adoption', level: 2 })).toBeInTheDocument();
    expect(screen.getByRole('heading', { name: 'Failures', level: 2 })).toBeInTheDocument();
    expect(await screen.findByText('6.91M')).toBeInTheDocument();
    expect(new Set(asked.map(({ insight }) => insight))).toEqual(
      new Set(['changes', 'usage', 'adoption', 'retention', 'failures', 'latency']),
    );
    const before = asked.length;
    await expectNoViolations(document.body);

    await user.click(screen.getByRole('button', { name: /^28 days Period|^Period/ }));
    await user.click(await screen.findByRole('option', { name: '7 days' }));
    await waitFor(() =>
      expect(asked.slice(before).map(({ query }) => query?.range)).toEqual(
        Array.from({ length: before }, () => '7d'),
      ),
    );
  });

  it('reads the period from the URL, and says what it could not follow', async () => {
    const ninety = renderOnEntityPage([insightsEntityContent], { path: '/?range=90d' });
    await screen.findByText('6.91M');
    expect(ninety.asked[0].query).toEqual({ range: '90d' });
    ninety.unmount();
    const odd = renderOnEntityPage([insightsEntityContent], { path: '/?range=forever' });
    await screen.findByText('6.91M');
    expect(odd.asked[0].query).toEqual({ range: '28d' });
    expect(screen.getByText(/range=forever/)).toHaveTextContent('could not be followed');
  });

  it('narrows the whole tab to what a row names, and back again', async () => {
    const user = userEvent.setup();
    const { asked } = renderOnEntityPage([insightsEntityContent]);
    const [row] = await screen.findAllByRole('button', { name: 'Show only CreateOrder' });
    const before = asked.length;
    await user.click(row);
    // The filters go on offering everything, so that question is not asked again.
    await waitFor(() => expect(asked).toHaveLength(2 * before - 1));
    for (const { query } of asked.slice(before)) {
      expect(query).toEqual({ range: '28d', operation: ['CreateOrder'] });
    }
    const chips = screen.getByRole('grid', { name: 'Active filters' });
    await user.click(within(chips).getByRole('button'));
    await waitFor(() => expect(asked.at(-1)?.query).toEqual({ range: '28d' }));
    expect(screen.queryByRole('grid', { name: 'Active filters' })).not.toBeInTheDocument();
  });

  it('narrows the tab to the days of a point, in the table that stands for the chart', async () => {
    const user = userEvent.setup();
    const { asked } = renderOnEntityPage([insightsEntityContent], { path: '/?grain=day' });
    await user.click((await screen.findAllByRole('radio', { name: 'Table' }))[0]);
    const table = await screen.findByRole('table', { name: /^Calls per day, / });
    await user.click(within(table).getByRole('button', { name: /^Show only Mar 9/ }));
    await waitFor(() =>
      expect(asked.at(-1)?.query).toEqual({ from: '2026-03-09', to: '2026-03-09' }),
    );
  });

  it('tells whoever listens what it is filtered by', async () => {
    const user = userEvent.setup();
    renderOnEntityPage([insightsEntityContent], { path: '/?range=7d' });
    const [row] = await screen.findAllByRole('button', { name: 'Show only eu-west-1' });
    expect(screen.queryByText(/^Filtered by/)).not.toBeInTheDocument();
    await user.click(row);
    const said = await screen.findByText('Filtered by region eu-west-1. Period: 7 days.');
    expect(said).toHaveAttribute('role', 'status');
    await user.click(
      within(screen.getByRole('grid', { name: 'Active filters' })).getByRole('button'),
    );
    expect(await screen.findByText('Not filtered. Period: 7 days.')).toBeInTheDocument();
  });

  it('greys a section that a filter cannot narrow, and says why', async () => {
    renderOnEntityPage([insightsEntityContent], {
      path: '/?op=GetOrder',
      backend: request => {
        if (request.insight !== 'retention') return healthy(request);
        const notFiltered: Subject['notFiltered'] = [{ part: 'cohorts', filter: 'operation' }];
        return { data: retentionData({ subject: { ...subject, notFiltered } }), meta: envelope() };
      },
    });
    expect(await screen.findByText(/Not kept by Operation/)).toBeInTheDocument();
    expect(screen.queryByRole('table', { name: /Share of each cohort/ })).not.toBeInTheDocument();
  });

  it('shows retention cohort by cohort, marks what may still rise, and what is not known yet', async () => {
    const user = userEvent.setup();
    renderOnEntityPage([insightsEntityContent]);
    const exact = await screen.findByRole('table', { name: /active in that interval$/ });
    expect(within(exact).getByRole('row', { name: /^Feb 23/ })).toHaveTextContent('82%');
    expect(within(exact).getByRole('row', { name: /^Feb 23/ })).toHaveTextContent(
      'not enough time yet',
    );
    expect(within(exact).getByRole('row', { name: /^Average/ })).toHaveTextContent('80%');
    await user.click(screen.getByRole('radio', { name: 'That week or later' }));
    const unbounded = await screen.findByRole('table', { name: /that interval or later$/ });
    expect(within(unbounded).getByRole('row', { name: /^Feb 23/ })).toHaveTextContent(
      'may still rise',
    );
  });

  it('lists what changed first, with what it is associated with', async () => {
    renderOnEntityPage([insightsEntityContent]);
    const list = await screen.findByRole('group', { name: 'What changed' });
    expect(await within(list).findByText(/Failures up/)).toHaveTextContent(
      'Failures up from 0.31% to 0.42% (+7.6K failed calls). Mainly associated with CreateOrder / eu-west-1: 2,600 failed calls expected, 8,200 counted. +5,600 beyond what changed everywhere. Since Mar 9.',
    );
    expect(document.body.textContent).not.toMatch(/caused by/i);
  });

  it('moves the focus to the section that a link names', async () => {
    renderOnEntityPage([insightsEntityContent], { path: '/#failures' });
    await waitFor(() =>
      expect(screen.getByRole('heading', { name: 'Failures', level: 2 })).toHaveFocus(),
    );
  });

  it('explains how to get insights where the entity names no service', async () => {
    const user = userEvent.setup();
    renderOnEntityPage([insightsEntityContent], {
      entity: plainWebsite,
      backend: () =>
        Promise.reject(new InsightRequestError(404, { name: 'NotFoundError', message: '' })),
    });
    expect(
      await screen.findByRole('heading', { name: 'No insights for this service yet' }),
    ).toBeInTheDocument();
    expect(screen.getByText(/service-insights\/service: plain-site/)).toBeInTheDocument();
    const copied = jest.spyOn(window.navigator.clipboard, 'writeText');
    await user.click(screen.getByRole('button', { name: 'Copy YAML' }));
    expect(copied).toHaveBeenCalledWith(
      'metadata:\n  annotations:\n    service-insights/service: plain-site\n',
    );
    await expectNoViolations(document.body);
  });

  it('shows the insights of an entity that a data set finds by its name', async () => {
    renderOnEntityPage([insightsEntityContent], { entity: plainWebsite, backend: healthy });
    expect(await screen.findByText('6.91M')).toBeInTheDocument();
  });
});
