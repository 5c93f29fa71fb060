import { toDay, type Day } from 'backstage-plugin-service-insights-common';
import { EngineError, type Engine } from 'backstage-plugin-service-insights-node';
import { datasetDefinitionSchema } from 'backstage-plugin-service-insights-common';
import { SourceCalendar } from './SourceCalendar';

const kept = { from: toDay('2026-03-10'), today: toDay('2026-03-15') };
const source = { name: 'lake', engine: 'lake', table: 'telemetry.events' };

const dataset = (lateDays: number) => ({
  definition: datasetDefinitionSchema.parse({
    kind: 'dataset',
    id: 'requests',
    table: 'telemetry.events',
    time: { column: 'ts', partition: { column: 'day', lateDays } },
    service: 'service',
  }),
  version: 1,
  fingerprint: 'a',
  sources: [source],
});

const days = (...states: [string, string][]) =>
  new Map<Day, string>(states.map(([day, state]) => [toDay(day), state]));

function calendarOf(sourceDays: Engine['sourceDays'], patienceMs = 50) {
  const engine: Engine = {
    name: 'lake',
    start: async () => 'id',
    status: async () => new Map(),
    async *rows() {},
    stop: async () => {},
    sourceDays,
  };
  return new SourceCalendar(new Map([['lake', engine]]), patienceMs);
}

it('is the state of a day and of the later partitions its events may be in', async () => {
  const asked: string[] = [];
  const calendar = calendarOf(async ({ from, to }) => {
    asked.push(`${from} ${to}`);
    return days(['2026-03-12', 'a'], ['2026-03-13', 'b']);
  });
  expect(await calendar.daysOf(dataset(0), source, kept)).toEqual(
    days(['2026-03-12', 'a'], ['2026-03-13', 'b']),
  );
  expect(await calendar.daysOf(dataset(1), source, kept)).toEqual(
    days(['2026-03-11', ' a'], ['2026-03-12', 'a b'], ['2026-03-13', 'b ']),
  );
  expect(asked).toEqual(['2026-03-10 2026-03-15', '2026-03-10 2026-03-16']);
});

it('does not wait for a lake that takes long, asks it once, and has its answer for the next plan', async () => {
  let asked = 0;
  let answer = (_: ReadonlyMap<Day, string>) => {};
  const calendar = calendarOf(() => {
    asked += 1;
    return new Promise(resolve => {
      answer = found => resolve(new Map(found));
    });
  });
  const late = 'no answer in 0.05 seconds';
  await expect(calendar.daysOf(dataset(0), source, kept)).rejects.toThrow(late);
  await expect(calendar.daysOf(dataset(0), source, kept)).rejects.toThrow(late);
  expect(asked).toBe(1);
  answer(days(['2026-03-12', 'a']));
  expect(await calendar.daysOf(dataset(0), source, kept)).toEqual(days(['2026-03-12', 'a']));
  expect(asked).toBe(1);
  await expect(calendar.daysOf(dataset(0), source, kept)).rejects.toThrow(late);
  expect(asked).toBe(2);
});

it('asks again after a failure that passes, and does without where the engine may not be asked', async () => {
  const errors = [
    new EngineError({ class: 'transient', code: 'net', message: 'connection reset' }),
    new EngineError({ class: 'operator', code: 'access', message: 'no access' }),
  ];
  const calendar = calendarOf(async () => {
    const error = errors.shift();
    if (error) throw error;
    return days(['2026-03-12', 'a']);
  });
  await expect(calendar.daysOf(dataset(0), source, kept)).rejects.toThrow('connection reset');
  expect(await calendar.daysOf(dataset(0), source, kept)).toBeUndefined();
  expect(await calendar.daysOf(dataset(0), source, kept)).toEqual(days(['2026-03-12', 'a']));
});
