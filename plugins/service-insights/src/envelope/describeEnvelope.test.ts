import type { Envelope } from 'backstage-plugin-service-insights-common';
import { englishWords } from '../__testUtils__/englishWords';
import { envelope } from '../__testUtils__/fixtures';
import { describeEnvelope } from './describeEnvelope';

const words = englishWords();
function describeMeta(over: Partial<Envelope>, hasData = true) {
  return describeEnvelope(envelope(over), hasData, words);
}

const banners: [string, Partial<Envelope>, 'info' | 'warning', string][] = [
  [
    'partial, naming few missing days',
    {
      status: 'partial',
      completeness: {
        ...envelope().completeness,
        presentDays: 26,
        missing: ['2026-03-12', '2026-03-13'],
      },
    },
    'info',
    '2 of 28 days are missing (Mar 12 and Mar 13). Totals cover the 26 days present.',
  ],
  [
    'partial, with one missing day',
    {
      status: 'partial',
      completeness: { ...envelope().completeness, presentDays: 27, missing: ['2026-03-12'] },
    },
    'info',
    '1 of 28 days is missing (Mar 12). Totals cover the 27 days present.',
  ],
  [
    'partial, with missing sources',
    {
      status: 'partial',
      completeness: { ...envelope().completeness, partialRegions: ['eu-west-1', 'us-east-1'] },
    },
    'info',
    'A source lacks days of this period: eu-west-1 and us-east-1. Totals cover what is present.',
  ],
  [
    'stale, by the clock of the server and not of the reader',
    { status: 'stale', asOf: '2026-03-17T09:00:00.000Z' },
    'info',
    'Data through Mar 14, 2 days late.',
  ],
  [
    'over the budget of a month, which is no error',
    {
      status: 'overBudget',
      refresh: { nextAt: null, paused: { reason: 'budget', until: '2026-04-01' } },
    },
    'info',
    'Refresh paused: the March query budget is used up. Showing data through Mar 14. Resumes Apr 1.',
  ],
  [
    'over the budget of a day',
    {
      status: 'overBudget',
      refresh: { nextAt: null, paused: { reason: 'budget', until: '2026-03-16' } },
    },
    'info',
    'Refresh paused: the query budget is used up. Showing data through Mar 14. Resumes Mar 16.',
  ],
  [
    'over budget without an end',
    { status: 'overBudget', refresh: { nextAt: null, paused: { reason: 'budget', until: null } } },
    'info',
    'Refresh paused: the query budget is used up. Showing data through Mar 14.',
  ],
  [
    'paused by an operator',
    { status: 'paused', refresh: { nextAt: null, paused: { reason: 'operator', until: null } } },
    'info',
    'Refresh paused by an operator. Showing data through Mar 14.',
  ],
  [
    'paused by an operator for some days',
    {
      status: 'paused',
      refresh: { nextAt: null, paused: { reason: 'operator', until: '2026-03-20' } },
    },
    'info',
    'Refresh paused by an operator. Showing data through Mar 14. Resumes Mar 20.',
  ],
  [
    'failing, which asks somebody to act',
    { status: 'failing', lastRun: { state: 'failed', finishedAt: null, consecutiveFailures: 3 } },
    'warning',
    'The last 3 refreshes failed. Showing data through Mar 14.',
  ],
  ['suppressed', { status: 'suppressed' }, 'info', 'Names hidden: fewer than 5 customers.'],
];

describe('describeEnvelope', () => {
  it('says nothing above healthy numbers, and below them how far and how complete they are', () => {
    expect(describeMeta({})).toEqual({
      body: { kind: 'data' },
      further: [],
      through: { text: 'Data through Mar 14', day: '2026-03-14', late: false },
      completeness: 'all 28 days present',
    });
  });

  it.each(banners)('keeps the numbers when %s', (_, over, tone, text) => {
    const described = describeMeta(over);
    expect(described.body).toEqual({ kind: 'data' });
    expect(described.banner).toEqual({ state: over.status, tone, text });
  });

  it('marks the end of late data', () => {
    expect(describeMeta({ status: 'stale' }).through?.late).toBe(true);
    expect(describeMeta({ status: 'failing', also: ['stale'] }).through?.late).toBe(true);
  });

  it('shows one line only, and the other states to whoever asks', () => {
    const described = describeMeta({ status: 'failing', also: ['stale', 'suppressed'] });
    expect(described.banner?.state).toBe('failing');
    expect(described.further).toEqual([
      'Data through Mar 14, 1 day late.',
      'Names hidden: fewer than 5 customers.',
    ]);
  });

  it('says when the first numbers are expected', () => {
    const pending = { status: 'pending', dataThrough: null } as const;
    const described = describeMeta(pending, false);
    expect(described.body).toMatchObject({ kind: 'words', state: 'pending', action: 'none' });
    expect(described.body).toHaveProperty(
      'text',
      expect.stringMatching(/^Collecting. First numbers expected by Mar 1[56], 2026, /),
    );
    expect(described.through).toBeUndefined();
    expect(
      describeMeta({ ...pending, refresh: { nextAt: null, paused: null } }, false).body,
    ).toHaveProperty('text', 'Collecting. First numbers are on their way.');
  });

  it('does not promise first numbers while collecting is paused', () => {
    const pausedUntil = (until: string | null) => {
      const refresh = { nextAt: null, paused: { reason: 'operator', until } } as const;
      return describeMeta({ status: 'pending', dataThrough: null, refresh }, false).body;
    };
    expect(pausedUntil(null)).toHaveProperty('text', 'No numbers yet: collecting is paused.');
    expect(pausedUntil('2026-04-01')).toHaveProperty(
      'text',
      'No numbers yet: collecting is paused until Apr 1.',
    );
  });

  it('says why there is nothing yet when the first runs fail', () => {
    const failing = {
      status: 'failing',
      dataThrough: null,
      lastRun: { state: 'failed', finishedAt: null, consecutiveFailures: 3 },
    } as const;
    expect(describeMeta(failing, false).body).toEqual({
      kind: 'words',
      state: 'failing',
      text: 'The last 3 refreshes failed, and there are no numbers yet.',
      action: 'none',
    });
  });

  it('says words instead of an empty chart when there were no calls, and offers a longer period', () => {
    expect(describeMeta({ status: 'noData', lastEventDay: '2026-02-02' }).body).toEqual({
      kind: 'words',
      state: 'noData',
      text: 'No calls between Feb 15 and Mar 14. Last call seen Feb 2.',
      action: 'widen',
    });
    expect(describeMeta({ status: 'noData', lastEventDay: null }).body).toHaveProperty(
      'text',
      'No calls between Feb 15 and Mar 14, and none before.',
    );
  });
});
