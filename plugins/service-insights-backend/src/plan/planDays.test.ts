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
const definition = {
  history: 10,
  lag: 'PT6H',
  lookback: 2,
  emptyDay: 'missing' as const,
  onChange: 'rebuild' as const,
};
const noon = now('2026-03-15T12:00:00Z');

function plan(input: Partial<PlanInput>) {
  return planDays({
    definition,
    nowMs: noon,
    known: [],
    sourceDays: undefined,
    retryOperatorFailures: false,
    forgivenUntilMs: undefined,
    ...input,
  }).map(({ day, reason }) => `${day} ${reason}`);
}

function known(day: string, state: 'complete' | 'open' | 'empty', readAt: string): KnownDay {
  return {
    day: toDay(day),
    runs: 1,
    isInFlight: false,
    published: { state, sourceVersion: undefined, isOfOlderDefinition: false },
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
    published: { state: 'complete' as const, sourceVersion: 'a', isOfOlderDefinition: false },
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
    failure: { class: failureClass, atMs: now(at), times: 1 },
  };
  const others = [...upToDate.filter(({ day }) => day !== '2026-03-10'), today];
  expect(plan({ known: [...others, failed] })).toEqual(isTried ? ['2026-03-10 missing'] : []);
  expect(plan({ known: [...others, failed], retryOperatorFailures: true })).toEqual(
    isTried || failureClass === 'operator' ? ['2026-03-10 missing'] : [],
  );
});

describe('a day whose files did not change', () => {
  const unchanged = [...upToDate, today].map(day => ({
    ...day,
    readAtMs: now('2026-03-10T00:00:00Z'),
    published: day.published && { ...day.published, sourceVersion: 'a' },
  }));
  const lake = (changed?: string) =>
    new Map(unchanged.map(({ day }) => [day, day === changed ? 'b' : 'a']));

  it('costs nothing, also when it is one of those that are read again for late events', () => {
    expect(plan({ known: unchanged, sourceDays: lake() })).toEqual([]);
    expect(plan({ known: unchanged, sourceDays: undefined })).toEqual([
      '2026-03-15 open',
      '2026-03-13 late',
      '2026-03-12 late',
    ]);
  });

  it('is told from one whose files did, whether or not that is one of those', () => {
    for (const changed of ['2026-03-12', '2026-03-06']) {
      expect(plan({ known: unchanged, sourceDays: lake(changed) })).toEqual([`${changed} changed`]);
    }
    expect(plan({ known: unchanged, sourceDays: lake('2026-03-15') })).toEqual(['2026-03-15 open']);
  });
});

describe('after a change of the definition', () => {
  const carried = upToDate.map(day => ({
    ...day,
    runs: 0,
    published: day.published && { ...day.published, isOfOlderDefinition: true },
  }));

  it('reads no day that is kept', () => {
    const keep = { ...definition, onChange: 'keep' as const };
    expect(plan({ definition: keep, known: [...carried, today] })).toEqual([]);
    expect(plan({ definition: keep, known: carried.slice(1) })).toEqual([
      '2026-03-15 open',
      '2026-03-05 missing',
    ]);
  });

  it('reads the last days that are to be patched, once', () => {
    const patch = { ...definition, onChange: { patch: 3 } };
    expect(plan({ definition: patch, known: [...carried, today] })).toEqual([
      '2026-03-14 redefined',
      '2026-03-13 redefined',
      '2026-03-12 redefined',
    ]);
    expect(plan({ definition: patch, known: [...upToDate, today] })).toEqual([]);
  });
});

describe('a definition that can only fail', () => {
  const failed = (day: string, at: string, failureClass = 'definition' as const): KnownDay => ({
    ...known(day, 'complete', at),
    published: undefined,
    readAtMs: undefined,
    failure: { class: failureClass, atMs: now(at), times: 1 },
  });
  const yesterday = '2026-03-14T09:00:00Z';
  const thirteenth = failed('2026-03-13', yesterday);
  const three = [failed('2026-03-15', yesterday), failed('2026-03-14', yesterday), thirteenth];

  it('is tried once a day with the newest day, and no further', () => {
    expect(plan({ known: three })).toEqual(['2026-03-15 open']);
    expect(
      plan({ known: [failed('2026-03-15', '2026-03-15T01:00:00Z'), ...three.slice(1)] }),
    ).toEqual([]);
    const inFlight = { ...three[0], isInFlight: true, failure: undefined };
    expect(plan({ known: [inFlight, ...three.slice(1), failed('2026-03-12', yesterday)] })).toEqual(
      [],
    );
    const nextDay = now('2026-03-16T12:00:00Z');
    expect(plan({ known: three, nowMs: nextDay })).toEqual(['2026-03-16 open']);
  });

  it('is not given up for two days, for failures of others, or while newer days are read', () => {
    expect(plan({ known: three.slice(0, 2) }).length).toBeGreaterThan(1);
    const down = { ...thirteenth, failure: { class: 'operator' as const, atMs: 0, times: 1 } };
    expect(plan({ known: [...three.slice(0, 2), down] }).length).toBeGreaterThan(1);
    const older = ['2026-03-05', '2026-03-06', '2026-03-07'].map(day => failed(day, yesterday));
    expect(plan({ known: [today, ...upToDate.slice(3), ...older] })).toEqual([
      '2026-03-07 missing',
      '2026-03-06 missing',
      '2026-03-05 missing',
    ]);
  });

  it('is read in full when a probe goes through, or when someone has mended the lake', () => {
    const probe = known('2026-03-15', 'open', '2026-03-15T11:30:00Z');
    expect(plan({ known: [probe, ...three.slice(1)] })).toHaveLength(10);
    expect(plan({ known: three, forgivenUntilMs: noon })).toHaveLength(11);
  });

  it('tries a single day again after 1, 2, 4, … days, and then about once a month', () => {
    const afterDays = (times: number) => {
      const atMs = now('2026-01-01T12:00:00Z');
      const failing = {
        ...failed('2026-01-01', yesterday),
        failure: { class: 'definition' as const, atMs, times },
      };
      const others = eachDay(toDay('2025-12-01'), toDay('2026-04-01')).filter(
        day => day !== failing.day,
      );
      const days = [...others.map(day => known(day, 'complete', '2026-04-01T00:00:00Z')), failing];
      const isPlanned = (after: number) =>
        plan({
          definition: { ...definition, history: 90, lookback: 0 },
          known: days,
          nowMs: atMs + after * 86_400_000,
        }).includes('2026-01-01 missing');
      return Array.from({ length: 40 }, (_, i) => i).find(isPlanned);
    };
    expect([1, 2, 3, 4, 6, 9].map(afterDays)).toEqual([1, 2, 4, 8, 32, 32]);
  });
});

it('catches up after days of downtime with each day once, the newest first', () => {
  const nowMs = now('2026-03-19T12:00:00Z');
  expect(plan({ known: [...upToDate, today], nowMs })).toEqual([
    '2026-03-19 open',
    '2026-03-18 missing',
    '2026-03-17 missing',
    '2026-03-16 missing',
    '2026-03-15 missing',
  ]);
});

/** What may be known of a day: anything, also what cannot be. */
const anyKnown = (day: Day, nowMs: number): fc.Arbitrary<KnownDay | undefined> =>
  fc.option(
    fc.record({
      day: fc.constant(day),
      runs: fc.nat(5),
      isInFlight: fc.boolean(),
      published: fc.option(
        fc.record({
          state: fc.constantFrom('complete' as const, 'open' as const, 'empty' as const),
          sourceVersion: fc.constantFrom('a', 'b', undefined),
          isOfOlderDefinition: fc.boolean(),
        }),
        { nil: undefined },
      ),
      readAtMs: fc.option(fc.integer({ min: nowMs - 5e8, max: nowMs }), { nil: undefined }),
      failure: fc.option(
        fc.record({
          class: fc.constantFrom(
            'transient' as const,
            'throttled' as const,
            'operator' as const,
            'definition' as const,
          ),
          atMs: fc.integer({ min: nowMs - 4e8, max: nowMs }),
          times: fc.integer({ min: 1, max: 9 }),
        }),
        { nil: undefined },
      ),
    }),
    { nil: undefined },
  );

const anySituation = fc
  .record({
    // Any date of a century: leap days, year ends, and every hour around a day's end and its lag.
    nowMs: fc.integer({ min: 0, max: 3_155_760_000_000 }),
    history: fc.integer({ min: 1, max: 12 }),
    lag: fc.constantFrom('PT0H', 'PT6H', 'P1D', 'P2DT3H30M'),
    lookback: fc.nat(4),
    emptyDay: fc.constantFrom('missing' as const, 'zero' as const),
    onChange: fc.constantFrom('rebuild' as const, 'keep' as const, { patch: 3 }),
  })
  .chain(({ nowMs, ...settings }) => {
    const { from, today: last } = keptDays(settings, nowMs);
    const days = eachDay(addDays(from, -2), last);
    return fc.record({
      definition: fc.constant(settings),
      nowMs: fc.constant(nowMs),
      known: fc
        .tuple(...days.map(day => anyKnown(day, nowMs)))
        .map(all => all.filter((day): day is KnownDay => day !== undefined)),
      sourceDays: fc.option(
        fc
          .array(fc.tuple(fc.constantFrom(...days), fc.constantFrom('a', 'b')))
          .map(all => new Map(all)),
        { nil: undefined },
      ),
      retryOperatorFailures: fc.boolean(),
      forgivenUntilMs: fc.option(fc.integer({ min: nowMs - 5e8, max: nowMs }), { nil: undefined }),
    });
  });

it('never plans a day in flight, outside of the history or twice, and plans the newest first', () => {
  fc.assert(
    fc.property(anySituation, input => {
      const wanted = planDays(input);
      const { from, lastComplete, today: lastDay } = keptDays(input.definition, input.nowMs);
      const wantedDays = wanted.map(({ day }) => day);
      expect(wantedDays).toEqual([...new Set(wantedDays)].sort().reverse());
      const inFlight = input.known.filter(({ isInFlight }) => isInFlight).map(({ day }) => day);
      const wrong = wanted.filter(
        ({ day, reason }) =>
          day < from ||
          day > lastDay ||
          inFlight.includes(day) ||
          (reason === 'open') !== day > lastComplete ||
          (reason === 'late' && daysFrom(day, lastComplete) > input.definition.lookback),
      );
      expect(wrong).toEqual([]);
    }),
    { numRuns: 3_000 },
  );
});

it('has nothing left to do at the same instant once what it planned is carried out', () => {
  fc.assert(
    fc.property(anySituation, input => {
      const { lastComplete } = keptDays(input.definition, input.nowMs);
      let { known: state } = input;
      // Reading a day may show that the definition does not only fail: then the rest follows.
      for (let round = 0; round < 2; round++) {
        const carriedOut = new Map(state.map(day => [day.day, day]));
        for (const { day, sourceVersion } of planDays({ ...input, known: state })) {
          carriedOut.set(day, {
            day,
            runs: 1,
            isInFlight: false,
            published: {
              state: day > lastComplete ? 'open' : 'complete',
              sourceVersion,
              isOfOlderDefinition: false,
            },
            readAtMs: input.nowMs,
            failure: undefined,
          });
        }
        state = [...carriedOut.values()];
      }
      expect(planDays({ ...input, known: state })).toEqual([]);
    }),
    { numRuns: 3_000 },
  );
});

it('tries nothing twice on a day when all it plans fails for its definition', () => {
  fc.assert(
    fc.property(anySituation, input => {
      const tried = new Map(input.known.map(day => [day.day, day]));
      const wanted = planDays({ ...input, forgivenUntilMs: undefined });
      for (const { day } of wanted) {
        const before = tried.get(day);
        tried.set(day, {
          day,
          runs: (before?.runs ?? 0) + 1,
          isInFlight: false,
          published: before?.published,
          readAtMs: before?.readAtMs,
          failure: { class: 'definition', atMs: input.nowMs, times: 1 },
        });
      }
      const again = planDays({ ...input, known: [...tried.values()], forgivenUntilMs: undefined });
      const days = wanted.map(({ day }) => day);
      expect(again.filter(({ day }) => days.includes(day))).toEqual([]);
    }),
    { numRuns: 2_000 },
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
    { numRuns: 10_000 },
  );
});
