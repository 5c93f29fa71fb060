import { addDays, eachDay, toDay, type Day } from 'backstage-plugin-service-insights-common';
import fc from 'fast-check';
import { demoStory, firstDayOf, partitionsOf } from 'sample-data';
import { judgeDay, type DayFigures } from './judgeDay';

jest.setTimeout(120_000); // the demo's three months of events are made: slow where others work

const monday = toDay('2026-03-16');

/** An ordinary day: half of the calls at weekends. */
function ordinary(day: Day, change: Partial<DayFigures> = {}): DayFigures {
  const isWeekend = [0, 6].includes(new Date(day).getUTCDay());
  return {
    day,
    calls: isWeekend ? 5_000 : 10_000,
    services: 12,
    malformedEvents: 3,
    duplicateEvents: 40,
    unmappedEvents: 10,
    ...change,
  };
}

const pastOf = (day: Day, days: number, change: Partial<DayFigures> = {}) =>
  eachDay(addDays(day, -days), addDays(day, -1)).map(other => ordinary(other, change));

const kindsOf = (found: DayFigures, past: readonly DayFigures[]) =>
  judgeDay(found, past, 'missing').map(({ kind }) => kind);

it('says what was usual and what was found', () => {
  expect(
    judgeDay(ordinary(monday, { calls: 300, services: 2 }), pastOf(monday, 28), 'missing'),
  ).toEqual([
    { kind: 'fewCalls', expected: 10_000, found: 300 },
    { kind: 'fewServices', expected: 12, found: 2 },
  ]);
});

it.each<[string, Partial<DayFigures>]>([
  ['fewCalls', { calls: 2_400 }],
  ['manyCalls', { calls: 51_000 }],
  ['fewServices', { services: 5 }],
  ['malformed', { malformedEvents: 900 }],
  ['duplicates', { duplicateEvents: 4_000 }],
  ['unmapped', { unmappedEvents: 2_000 }],
])('takes an unusual day for suspicious: %s', (kind, change) => {
  expect(kindsOf(ordinary(monday, change), pastOf(monday, 28))).toEqual([kind]);
});

it('takes no weekend for an outage, nor the Monday after it for a flood', () => {
  for (const day of eachDay(monday, addDays(monday, 13))) {
    const quiet = (of: Day, calls: number) =>
      [0, 6].includes(new Date(of).getUTCDay()) ? ordinary(of, { calls }) : ordinary(of);
    const past = pastOf(day, 28).map(other => quiet(other.day, 150));
    expect(kindsOf(quiet(day, 150), past)).toEqual([]);
  }
});

it('does not judge without a week of history, or what is too small to tell', () => {
  const nothing = ordinary(monday, { calls: 0, services: 0 });
  expect(kindsOf(nothing, pastOf(monday, 6))).toEqual([]);
  expect(kindsOf(nothing, pastOf(monday, 7))).toEqual(['fewCalls', 'fewServices']);
  const small = { calls: 90, services: 3, duplicateEvents: 0, unmappedEvents: 0 };
  expect(kindsOf({ ...nothing, unmappedEvents: 30 }, pastOf(monday, 28, small))).toEqual([]);
});

it('takes a day without an event for one like others where the definition says so', () => {
  const nothing = ordinary(monday, { calls: 0, services: 0 });
  expect(judgeDay(nothing, pastOf(monday, 28), 'zero')).toEqual([]);
});

it('compares only what is known', () => {
  const unknown = { services: undefined, malformedEvents: undefined };
  const bad = { services: 1, malformedEvents: 5_000 };
  expect(kindsOf(ordinary(monday, unknown), pastOf(monday, 28))).toEqual([]);
  expect(kindsOf(ordinary(monday, bad), pastOf(monday, 28, unknown))).toEqual([]);
});

it('gets used to a new level within two weeks', () => {
  const days = pastOf(monday, 60).map(day =>
    day.day >= addDays(monday, -30) ? { ...day, calls: day.calls / 20 } : day,
  );
  const marked = days.filter(day => kindsOf(day, days).length > 0).map(({ day }) => day);
  expect(marked.length).toBeGreaterThan(0);
  expect(marked.every(day => day < addDays(monday, -30 + 14))).toBe(true);
});

it('gives the same judgement in any order, and none of days outside the four weeks before', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ back: fc.integer({ min: -40, max: 60 }), calls: fc.nat(50_000) })),
      fc.nat(50_000),
      (others, calls) => {
        const past = others.map(({ back, calls: of }) =>
          ordinary(addDays(monday, -back), { calls: of }),
        );
        const found = ordinary(monday, { calls });
        const judged = judgeDay(found, past, 'missing');
        const within = past.filter(({ day }) => day < monday && day >= addDays(monday, -28));
        expect(judgeDay(found, within.reverse(), 'missing')).toEqual(judged);
      },
    ),
  );
});

describe('the demo', () => {
  const end = toDay('2026-03-14');
  const story = demoStory(end);

  it.each(story.datasets.map(({ id }) => id))(
    'has no suspicious day in %s, until nine events of ten are lost',
    datasetId => {
      const days = figuresOf(datasetId);
      expect(days.length).toBeGreaterThan(80);
      const judged = days.map(day => ({ day: day.day, kinds: kindsOf(day, days) }));
      expect(judged.filter(({ kinds }) => kinds.length > 0)).toEqual([]);

      const judgeable = days.filter(({ day }) => day >= addDays(days[0].day, 7));
      const missed = judgeable.filter(
        day => !kindsOf({ ...day, calls: Math.round(day.calls / 10) }, days).includes('fewCalls'),
      );
      expect(missed).toEqual([]);
    },
  );

  function figuresOf(datasetId: string): DayFigures[] {
    const dataset = story.datasets.find(({ id }) => id === datasetId);
    if (!dataset) throw new Error(`The demo has no dataset ${datasetId}`);
    const days = new Map<Day, DayFigures & { names: Set<string> }>();
    const seen = new Set<string>();
    for (const { records } of partitionsOf(story, dataset, firstDayOf(story), end)) {
      for (const { day, eventId, service } of records) {
        if (day > end) continue;
        let figures = days.get(day);
        if (!figures) {
          const nothing = { calls: 0, duplicateEvents: 0, unmappedEvents: 0, malformedEvents: 0 };
          days.set(day, (figures = { day, ...nothing, services: 0, names: new Set() }));
        }
        if (seen.has(eventId)) figures.duplicateEvents += 1;
        else figures.calls += 1;
        seen.add(eventId);
        figures.names.add(service);
      }
    }
    return [...days.values()]
      .map(({ names, ...figures }) => ({ ...figures, services: names.size }))
      .sort((a, b) => a.day.localeCompare(b.day));
  }
});
