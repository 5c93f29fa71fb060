import { act, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { Envelope, InsightAnswer } from 'backstage-plugin-service-insights-common';
import { InsightRequestError } from '../api';
import { adoptionEntityCard, usageEntityCard } from '../extensions/entityCards';
import { insightsEntityContent } from '../extensions/entityContent';
import {
  adoptionData,
  envelope,
  figure,
  plainWebsite,
  series,
  usageData,
} from '../__testUtils__/fixtures';
import { expectNoViolations } from '../__testUtils__/expectNoViolations';
import { findCard } from '../__testUtils__/findCard';
import { renderOnEntityPage, type Backend } from '../__testUtils__/renderOnEntityPage';

const usage = usageEntityCard.override({ disabled: false });
const adoption = adoptionEntityCard.override({ disabled: false });

const themes = ['light', 'dark'] as const;
const missing = ['2026-03-12', '2026-03-13'];
const { completeness } = envelope();

/** The usage card's answer with another envelope, and with other data where a state has some. */
function usageIs(meta: Partial<Envelope>, data: InsightAnswer<'usage'>['data'] = usageData()) {
  return (): InsightAnswer<'usage'> => ({ data, meta: envelope(meta) });
}

const refused = (statusCode: number) => () =>
  Promise.reject(new InsightRequestError(statusCode, { name: 'Error', message: 'arn:secret' }));

type Shown = {
  /** As the table of states numbers it. */
  state: string;
  backend: Backend;
  /** The sentence of the state. */
  text: string | RegExp;
  /** How the sentence is announced; `none` when it is plain text of the card. */
  role: 'status' | 'none';
  /** The one button that helps. */
  action?: string;
  /** Whether the numbers stay. */
  hasNumbers: boolean;
};

const shown: Shown[] = [
  {
    state: '4 pending',
    backend: usageIs({ status: 'pending', dataThrough: null }, null),
    text: /^Collecting. First numbers expected by Mar 1[56], 2026, .*\.$/,
    role: 'none',
    hasNumbers: false,
  },
  {
    state: '5 no data in range',
    backend: usageIs({ status: 'noData', lastEventDay: '2026-02-02' }),
    text: 'No calls between Feb 15 and Mar 14. Last call seen Feb 2.',
    role: 'none',
    action: 'Widen to 90 days',
    hasNumbers: false,
  },
  {
    state: '6 true zero',
    backend: usageIs(
      {},
      usageData({
        calls: figure('calls', 0, 0),
        callsPerDay: 0,
        series: series().map(point => ({ ...point, calls: 0, previousCalls: 0 })),
      }),
    ),
    text: /^0 per day on average/,
    role: 'none',
    hasNumbers: true,
  },
  {
    state: '7 partial',
    backend: usageIs(
      {
        status: 'partial',
        completeness: { ...completeness, presentDays: 26, missing },
        comparable: { previous: false, reason: 'missingDays' },
      },
      usageData({ series: series(missing) }),
    ),
    text: '2 of 28 days are missing (Mar 12 and Mar 13). Totals cover the 26 days present.',
    role: 'status',
    hasNumbers: true,
  },
  {
    state: '8 stale',
    backend: usageIs({ status: 'stale', asOf: '2026-03-17T09:00:00.000Z' }),
    text: 'Data through Mar 14, 2 days late.',
    role: 'status',
    hasNumbers: true,
  },
  {
    state: '9 error',
    backend: () => Promise.reject(new Error('arn:secret')),
    text: 'Could not load usage.',
    role: 'status',
    action: 'Retry',
    hasNumbers: false,
  },
  {
    state: '10 forbidden',
    backend: refused(403),
    text: 'You need service-insights.read for this service. Ask team-orders.',
    role: 'status',
    action: 'Copy request',
    hasNumbers: false,
  },
  {
    state: '11 over budget',
    backend: usageIs({
      status: 'overBudget',
      refresh: { nextAt: null, paused: { reason: 'budget', until: '2026-04-01' } },
    }),
    text: 'Refresh paused: the March query budget is used up. Showing data through Mar 14. Resumes Apr 1.',
    role: 'status',
    hasNumbers: true,
  },
  {
    state: '11b paused by an operator',
    backend: usageIs({
      status: 'paused',
      refresh: { nextAt: null, paused: { reason: 'operator', until: null } },
    }),
    text: 'Refresh paused by an operator. Showing data through Mar 14.',
    role: 'status',
    hasNumbers: true,
  },
  {
    state: '12 failing',
    backend: usageIs({
      status: 'failing',
      lastRun: { state: 'failed', finishedAt: null, consecutiveFailures: 3 },
    }),
    text: 'The last 3 refreshes failed. Showing data through Mar 14.',
    role: 'status',
    hasNumbers: true,
  },
  {
    state: '14 not comparable',
    backend: usageIs(
      {
        comparable: { previous: false, reason: 'versionChange' },
        definitionChanges: [{ day: '2026-03-03', version: 3 }],
      },
      usageData({
        calls: {
          value: 6_912_345,
          previous: 5_858_000,
          change: { kind: 'notComparable', reason: 'versionChange' },
        },
      }),
    ),
    text: 'not comparable',
    role: 'none',
    hasNumbers: true,
  },
  {
    state: '15 unknown entity',
    backend: refused(404),
    text: 'Nothing to show: no data set knows this service, or you may not read it.',
    role: 'status',
    hasNumbers: false,
  },
];

async function cardInTheme(theme: (typeof themes)[number], title = 'Usage') {
  document.documentElement.dataset.themeMode = theme;
  return findCard(title);
}

describe.each(themes)('states of a card in the %s theme', theme => {
  afterEach(() => delete document.documentElement.dataset.themeMode);

  it.each(shown)('$state', async ({ backend, text, role, action, hasNumbers }) => {
    renderOnEntityPage([usage], { backend });
    const card = await cardInTheme(theme);
    const inCard = within(card);
    const [sentence] = await inCard.findAllByText(text);
    const announced = sentence.closest('[role=status], [role=alert]');
    expect(announced?.getAttribute('role') ?? 'none').toBe(role);
    // One line at most stands out; an alert is only what the reader caused.
    expect(inCard.queryAllByRole('status')).toHaveLength(role === 'status' ? 1 : 0);
    expect(inCard.queryByRole('alert')).not.toBeInTheDocument();
    const group = inCard.getByRole('group', { name: 'Usage' });
    expect(group).toHaveAttribute('aria-busy', 'false');
    const numbers = inCard.queryByRole('table', { name: 'Most used operations' });
    expect(numbers !== null).toBe(hasNumbers);
    const offered = ['Retry', 'Widen to 90 days', 'Copy request', 'Cancel', 'Load'];
    expect(offered.filter(name => inCard.queryByRole('button', { name }) !== null)).toEqual(
      action ? [action] : [],
    );
    expect(card).not.toHaveTextContent('arn:secret');
    await expectNoViolations(card);
  });

  it('1 loading, 1b slow: a skeleton of the final height, then a line, then a way out', async () => {
    jest.useFakeTimers();
    try {
      renderOnEntityPage([usage], { backend: () => new Promise(() => {}) });
      await act(() => jest.advanceTimersByTimeAsync(100));
      const card = await cardInTheme(theme);
      const inCard = within(card);
      const group = inCard.getByRole('group', { name: 'Usage' });
      expect(inCard.queryByText('Loading usage')).not.toBeInTheDocument();
      await act(() => jest.advanceTimersByTimeAsync(300));
      expect(inCard.getByText('Loading usage')).toBeInTheDocument();
      expect(group).toHaveAttribute('aria-busy', 'true');
      expect(inCard.queryByText('Still loading…')).not.toBeInTheDocument();
      await act(() => jest.advanceTimersByTimeAsync(8_000));
      const line = inCard.getByText('Still loading…');
      expect(line.closest('[aria-live]')).toHaveAttribute('aria-live', 'polite');
      expect(inCard.getByRole('button', { name: 'Cancel' })).toBeInTheDocument();
    } finally {
      jest.useRealTimers();
    }
  });

  it('2 refreshing: the old numbers stay, and one polite line says so', async () => {
    const user = userEvent.setup();
    renderOnEntityPage([usage], {
      backend: ({ query }) =>
        query?.range === '28d' ? usageIs({})() : new Promise<never>(() => {}),
    });
    const card = await cardInTheme(theme);
    const inCard = within(card);
    expect(await inCard.findByText('6.91M')).toBeInTheDocument();
    await user.click(inCard.getByRole('button', { name: /^28 days Period|^Period$/ }));
    await user.click(await screen.findByRole('option', { name: '7 days' }));
    expect(await inCard.findByRole('status')).toHaveTextContent('Updating usage');
    expect(inCard.getAllByText('Updating usage')).toHaveLength(1);
    expect(inCard.getByText('6.91M')).toBeVisible();
  });

  it('3 not set up: no card, and a tab that says what to write where', async () => {
    renderOnEntityPage([usage, insightsEntityContent], {
      entity: plainWebsite,
      backend: refused(404),
    });
    document.documentElement.dataset.themeMode = theme;
    expect(
      await screen.findByRole('heading', { name: 'No insights for this service yet' }),
    ).toBeInTheDocument();
    expect(screen.queryByRole('article')).not.toBeInTheDocument();
    expect(
      screen.getByText(/service-insights\/service: plain-site/).closest('code'),
    ).not.toBeNull();
    expect(screen.getByRole('button', { name: 'Copy YAML' })).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'About annotations' })).toBeInTheDocument();
    await expectNoViolations(document.body);
  });

  it('13 suppressed: counts without names', async () => {
    renderOnEntityPage([adoption], {
      backend: () => ({
        data: adoptionData({ newest: [], goneQuiet: [] }),
        meta: envelope({ status: 'suppressed' }),
      }),
    });
    const card = await cardInTheme(theme, 'Adoption');
    expect(await within(card).findByRole('status')).toHaveTextContent(
      'Names hidden: fewer than 5 customers.',
    );
    expect(within(card).getAllByText('412').length).toBeGreaterThan(0);
    expect(within(card).queryByRole('table', { name: 'Newest' })).not.toBeInTheDocument();
    await expectNoViolations(card);
  });
});

describe('states of a card', () => {
  it('show the worst of all that holds, and the others to whoever asks', async () => {
    const user = userEvent.setup();
    renderOnEntityPage([usage], {
      backend: usageIs({
        status: 'failing',
        also: ['overBudget', 'stale', 'partial', 'suppressed'],
        asOf: '2026-03-17T09:00:00.000Z',
        lastRun: { state: 'failed', finishedAt: null, consecutiveFailures: 3 },
        refresh: { nextAt: null, paused: { reason: 'budget', until: '2026-04-01' } },
        completeness: { ...completeness, presentDays: 26, missing },
      }),
    });
    const card = within(await findCard('Usage'));
    expect(await card.findByRole('status')).toHaveTextContent(/^The last 3 refreshes failed\./);
    await user.click(card.getByRole('button', { name: 'About this data' }));
    const more = within(await screen.findByRole('dialog'));
    for (const sentence of [
      /^Refresh paused: the March query budget is used up/,
      'Data through Mar 14, 2 days late.',
      /^2 of 28 days are missing/,
      'Names hidden: fewer than 5 customers.',
    ]) {
      expect(more.getByText(sentence)).toBeInTheDocument();
    }
  });

  it('let a refused reader see no state of the data', async () => {
    renderOnEntityPage([usage], { backend: refused(403) });
    const card = within(await findCard('Usage'));
    expect(await card.findByText(/^You need service-insights.read/)).toBeInTheDocument();
    expect(card.queryByRole('button', { name: 'About this data' })).not.toBeInTheDocument();
    expect(card.queryByText(/Data through/)).not.toBeInTheDocument();
  });

  it('say on which day the definition changed, where that is why nothing is compared', async () => {
    const user = userEvent.setup();
    renderOnEntityPage([usage], {
      backend: usageIs({
        comparable: { previous: false, reason: 'versionChange' },
        definitionChanges: [{ day: '2026-03-03', version: 3 }],
      }),
    });
    const card = within(await findCard('Usage'));
    await user.click(await card.findByRole('button', { name: 'About this data' }));
    expect(
      await screen.findByText('Not comparable: definition changed on Mar 3.'),
    ).toBeInTheDocument();
  });

  it('are retried by asking the same question again, and the focus stays with the card', async () => {
    const user = userEvent.setup();
    let answers = 0;
    const { asked } = renderOnEntityPage([usage], {
      backend: () => {
        answers += 1;
        return answers > 1 ? usageIs({})() : Promise.reject(new Error('gone'));
      },
    });
    const card = within(await findCard('Usage'));
    await user.click(await card.findByRole('button', { name: 'Retry' }));
    expect(card.getByRole('group', { name: 'Usage' })).toHaveFocus();
    expect(await card.findByText('6.91M')).toBeInTheDocument();
    expect(card.getByRole('group', { name: 'Usage' })).toHaveFocus();
    expect(asked).toEqual([asked[0], asked[0]]);
  });

  it('are an alert when the reader asked in vain', async () => {
    const user = userEvent.setup();
    renderOnEntityPage([usage], { backend: () => Promise.reject(new Error('gone')) });
    const card = within(await findCard('Usage'));
    await user.click(await card.findByRole('button', { name: 'Retry' }));
    expect(await card.findByRole('alert')).toHaveTextContent('Could not load usage.');
  });
});
