import fc from 'fast-check';
import {
  addDays,
  daysFrom,
  eachDay,
  toDay,
  type Day,
} from 'backstage-plugin-service-insights-common';
import type { KnownDay } from '../runs/Run';
import { completeAtMs, keptDays, planDays, type PlanInput } from './planDays';

const now = (instant: string) => Date.parse(instant);
const definition = { history: 10, lag: 'PT6H', lookback: 2, emptyDay: 'missing' as const };
const noon = now('2026-03-15T12:00:00Z');

function plan(input: Partial<PlanInput>) {
  return planDays({
    definition,
    nowMs: noon,
    known: [],
    sourceDays: undefined,
    retryOperatorFailures: false,
    ...input,
  }).map(({ day, reason }) => `${day} ${reason}`);
}

function known(day: string, state: 'complete' | 'open' | 'empty', readAt: string): KnownDay {
  return {
    day: toDay(day),
    runs: 1,
    isInFlight: false,
    published: { state, sourceVersion: undefined },
    readAtMs: now(readAt),
    failure: undefined,
  };
}

/** All of the history, read as it should be, at noon of March 15. */
const upToDate = eachDay(toDay('2026-03-05'), toDay('2026-03-14')).map(day =>
  known(day, 'complete', '2026-03-15T07:00:00Z'),
);
const today = known('2026-03-15', 'open', '2026-03-15T11:30:00Z');

it('reads the whole history of a new dataset, newest day first, with the running day as unfinished', () => {
  const wanted = plan({});
  expect(wanted).toHaveLength(11);
  expect(wanted[0]).toBe('2026-03-15 open');
  expect(wanted[1]).toBe('2026-03-14 missing');
  expect(wanted[10]).toBe('2026-03-05 missing');
});

it('waits out the lag before a day is complete', () => {
  const early = now('2026-03-15T05:59:00Z');
  expect(keptDays(definition, early).lastComplete).toBe('2026-03-13');
  expect(plan({ nowMs: early }).slice(0, 3)).toEqual([
    '2026-03-15 open',
    '2026-03-14 open',
    '2026-03-13 missing',
  ]);
  expect(keptDays(definition, now('2026-03-15T06:00:00Z')).lastComplete).toBe('2026-03-14');
});

it('has nothing to do when everything is read', () => {
  expect(plan({ known: [...upToDate, today] })).toEqual([]);
});

it('reads what was published as unfinished once more when it is complete', () => {
  const yesterday = known('2026-03-14', 'open', '2026-03-15T05:30:00Z');
  const others = upToDate.filter(({ day }) => day !== '2026-03-14');
  expect(plan({ known: [...others, yesterday, today] })).toEqual(['2026-03-14 missing']);
});

it('reads the days before the last complete one again, once for each day that was completed', () => {
  const readTheDayBefore = upToDate.map(day =>
    day.day === '2026-03-14' ? day : { ...day, readAtMs: now('2026-03-14T07:00:00Z') },
  );
  expect(plan({ known: [...readTheDayBefore, today] })).toEqual([
    '2026-03-13 late',
    '2026-03-12 late',
  ]);
});

it('reads a changed day again, however old, and none that the lake says is unchanged', () => {
  const versioned = upToDate.map(day => ({
    ...day,
    readAtMs: now('2026-03-01T00:00:00Z'),
    published: { state: 'complete' as const, sourceVersion: 'a' },
  }));
  const sourceDays = new Map(versioned.map(({ day }) => [day, day === '2026-03-06' ? 'b' : 'a']));
  expect(plan({ known: versioned, sourceDays })).toEqual(['2026-03-06 changed']);
});

it('does not run a day the lake has nothing of, unless that means zero', () => {
  const sourceDays = new Map([[toDay('2026-03-14'), 'a']]);
  expect(plan({ sourceDays })).toEqual(['2026-03-14 missing']);
  const zero = plan({ sourceDays, definition: { ...definition, emptyDay: 'zero' } });
  expect(zero).toHaveLength(10);
});

it('looks for an empty day again the next day, and at once when the lake has it', () => {
  const empty = known('2026-03-10', 'empty', '2026-03-14T07:00:00Z');
  const others = [...upToDate.filter(({ day }) => day !== '2026-03-10'), today];
  expect(plan({ known: [...others, empty] })).toEqual(['2026-03-10 empty']);
  expect(plan({ known: [...others, { ...empty, readAtMs: noon }] })).toEqual([]);
});

it.each([
  ['transient', '2026-03-15T11:30:00Z', false],
  ['transient', '2026-03-15T10:30:00Z', true],
  ['definition', '2026-03-15T01:00:00Z', false],
  ['definition', '2026-03-14T23:00:00Z', true],
  ['budget', '2026-03-15T01:00:00Z', false],
  ['operator', '2026-03-15T01:00:00Z', false],
] as const)('after a %s failure at %s, trying again is %s', (failureClass, at, isTried) => {
  const failed: KnownDay = {
    ...known('2026-03-10', 'complete', '2026-03-15T07:00:00Z'),
    published: undefined,
    readAtMs: undefined,
    failure: { class: failureClass, atMs: now(at) },
  };
  const others = [...upToDate.filter(({ day }) => day !== '2026-03-10'), today];
  expect(plan({ known: [...others, failed] })).toEqual(isTried ? ['2026-03-10 missing'] : []);
  expect(plan({ known: [...others, failed], retryOperatorFailures: true })).toEqual(
    isTried || failureClass === 'operator' ? ['2026-03-10 missing'] : [],
  );
});

const anyKnown = (day: Day): fc.Arbitrary<KnownDay | undefined> =>
  fc.option(
    fc.record({
      day: fc.constant(day),
      runs: fc.nat(5),
      isInFlight: fc.boolean(),
      published: fc.option(
        fc.record({
          state: fc.constantFrom('complete' as const, 'open' as const, 'empty' as const),
          sourceVersion: fc.constantFrom('a', 'b', undefined),
        }),
        { nil: undefined },
      ),
      readAtMs: fc.option(fc.integer({ min: noon - 5e8, max: noon }), { nil: undefined }),
      failure: fc.option(
        fc.record({
          class: fc.constantFrom('transient' as const, 'throttled' as const, 'operator' as const),
          atMs: fc.integer({ min: noon - 2e8, max: noon }),
        }),
        { nil: undefined },
      ),
    }),
    { nil: undefined },
  );

it('never plans a day in flight, outside of the history or twice, and settles once all is read', () => {
  const days = eachDay(toDay('2026-03-01'), toDay('2026-03-15'));
  const input = fc.record({
    known: fc
      .tuple(...days.map(anyKnown))
      .map(all => all.filter((day): day is KnownDay => day !== undefined)),
    sourceDays: fc.option(
      fc
        .array(fc.tuple(fc.constantFrom(...days), fc.constantFrom('a', 'b')))
        .map(all => new Map(all)),
      { nil: undefined },
    ),
    nowMs: fc.integer({ min: noon - 43_000_000, max: noon + 43_000_000 }),
    lookback: fc.nat(4),
    emptyDay: fc.constantFrom('missing' as const, 'zero' as const),
  });
  fc.assert(
    fc.property(input, ({ known: knownDays, sourceDays, nowMs, lookback, emptyDay }) => {
      const settings = { ...definition, lookback, emptyDay };
      const planning = { definition: settings, nowMs, sourceDays, retryOperatorFailures: false };
      const wanted = planDays({ ...planning, known: knownDays });
      const { from, lastComplete, today: lastDay } = keptDays(settings, nowMs);

      const wantedDays = wanted.map(({ day }) => day);
      expect(wantedDays).toEqual([...new Set(wantedDays)].sort().reverse());
      for (const { day, reason } of wanted) {
        expect(day >= from && day <= lastDay).toBe(true);
        expect(reason === 'open').toBe(day > lastComplete);
        expect(knownDays.find(other => other.day === day)?.isInFlight ?? false).toBe(false);
        const isWithinLookback = daysFrom(day, lastComplete) <= lookback;
        expect(reason !== 'late' || isWithinLookback).toBe(true);
      }

      // Carry the plan out, and nothing is left to do at the same instant.
      const carriedOut = new Map(knownDays.map(day => [day.day, day]));
      for (const { day, sourceVersion } of wanted) {
        carriedOut.set(day, {
          day,
          runs: 1,
          isInFlight: false,
          published: { state: day > lastComplete ? 'open' : 'complete', sourceVersion },
          readAtMs: nowMs,
          failure: undefined,
        });
      }
      expect(planDays({ ...planning, known: [...carriedOut.values()] })).toEqual([]);
    }),
    { numRuns: 500 },
  );
});

it('calls a day complete exactly when its lag is over', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 2_000_000_000_000 }),
      fc.constantFrom('PT0H', 'PT6H', 'P1D', 'P2DT3H30M'),
      (nowMs, lag) => {
        const { lastComplete } = keptDays({ history: 1, lag }, nowMs);
        expect(completeAtMs(lastComplete, lag)).toBeLessThanOrEqual(nowMs);
        expect(completeAtMs(addDays(lastComplete, 1), lag)).toBeGreaterThan(nowMs);
      },
    ),
  );
});
