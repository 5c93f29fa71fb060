import { toDay } from 'backstage-plugin-service-insights-common';
import type { KnownDay } from '../runs/Run';
import { planBackfill } from './planBackfill';
import type { PlanInput } from './planDays';

const input: PlanInput = {
  definition: { history: 5, lag: 'PT6H', lookback: 2, emptyDay: 'missing', onChange: 'rebuild' },
  nowMs: Date.parse('2026-03-15T12:00:00Z'),
  known: [],
  sourceDays: undefined,
  retryOperatorFailures: false,
  forgivenUntilMs: undefined,
};
const range = (from: string, to: string) => ({ from: toDay(from), to: toDay(to) });
const daysOf = (from: string, to: string, change: Partial<PlanInput> = {}) =>
  planBackfill(range(from, to), { ...input, ...change }).map(({ day }) => day);

function known(day: string, change: Partial<KnownDay> = {}): KnownDay {
  return {
    day: toDay(day),
    runs: 3,
    isInFlight: false,
    published: { state: 'complete', sourceVersion: 'a', isOfOlderDefinition: false },
    readAtMs: input.nowMs,
    failure: undefined,
    ...change,
  };
}

it('reads the days of a range that are kept, the newest first, also those that are up to date', () => {
  expect(daysOf('2026-03-01', '2026-03-12')).toEqual(['2026-03-12', '2026-03-11', '2026-03-10']);
  expect(daysOf('2026-03-14', '2027-01-01')).toEqual(['2026-03-15', '2026-03-14']);
  expect(daysOf('2026-02-01', '2026-03-09')).toEqual([]);
  const asked = planBackfill(range('2026-03-12', '2026-03-12'), {
    ...input,
    known: [known('2026-03-12')],
    sourceDays: new Map([[toDay('2026-03-12'), 'a']]),
  });
  expect(asked).toEqual([{ day: '2026-03-12', reason: 'asked', sourceVersion: 'a', knownRuns: 3 }]);
});

it('leaves out what is being read, and what the lake has nothing of', () => {
  const inFlight = [known('2026-03-12', { isInFlight: true })];
  expect(daysOf('2026-03-11', '2026-03-13', { known: inFlight })).toEqual([
    '2026-03-13',
    '2026-03-11',
  ]);
  const sourceDays = new Map([[toDay('2026-03-13'), 'a']]);
  expect(daysOf('2026-03-11', '2026-03-13', { sourceDays })).toEqual(['2026-03-13']);
  const zero = { ...input.definition, emptyDay: 'zero' as const };
  expect(daysOf('2026-03-12', '2026-03-13', { sourceDays, definition: zero })).toHaveLength(2);
});

it('reads again what failed for its definition: whoever asks has mended it', () => {
  const failure = { class: 'definition' as const, atMs: input.nowMs, times: 3 };
  const failed = ['2026-03-11', '2026-03-12', '2026-03-13'].map(day => known(day, { failure }));
  expect(daysOf('2026-03-11', '2026-03-13', { known: failed })).toHaveLength(3);
});
