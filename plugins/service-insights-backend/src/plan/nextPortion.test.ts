import { addDays, eachDay, toDay } from 'backstage-plugin-service-insights-common';
import { nextPortion } from './nextPortion';

const last = toDay('2026-03-14');
const newestFrom = addDays(last, -2);
const history = (source: string, days = 400) =>
  eachDay(addDays(last, 1 - days), last).map(day => ({ source, day }));
const proven = (...sources: string[]) => new Set(sources);

it('tries a version that has read nothing on a few of its newest days', () => {
  const queue = { inFlight: [], provenSources: proven(), newestFrom };
  const portion = nextPortion(history('lake'), queue);
  expect(portion.map(({ day }) => day)).toEqual(eachDay(addDays(last, -9), last).reverse());
  const inFlight = portion.slice(2);
  const wanted = history('lake').filter(({ day }) => !inFlight.some(run => run.day === day));
  expect(nextPortion(wanted, { ...queue, inFlight })).toEqual(portion.slice(0, 2));
});

it('puts no more than a portion of the history into the queue, newest first over all sources', () => {
  const queue = { inFlight: [], provenSources: proven('us', 'eu'), newestFrom };
  const portion = nextPortion([...history('us'), ...history('eu')], queue);
  expect(portion).toHaveLength(106);
  expect(portion[0].day).toBe(last);
  expect(portion.at(-1)?.day).toBe(addDays(last, -52));
  expect(new Set(portion.map(({ source }) => source))).toEqual(proven('us', 'eu'));
});

it('never makes the newest days wait behind history', () => {
  const inFlight = history('lake', 300).slice(0, 200);
  const queue = { inFlight, provenSources: proven('lake'), newestFrom };
  expect(nextPortion(history('lake', 5), queue).map(({ day }) => day)).toEqual([
    last,
    addDays(last, -1),
    newestFrom,
  ]);
});

it('tries the newest days of a version though someone has asked for all others', () => {
  const inFlight = history('lake').slice(0, -1);
  const queue = { inFlight, provenSources: proven(), newestFrom };
  expect(nextPortion(history('lake', 1), queue)).toHaveLength(1);
});

it('lets a source that was never read hold up no other', () => {
  const queue = { inFlight: [], provenSources: proven('us'), newestFrom };
  const portion = nextPortion([...history('us', 30), ...history('eu', 30)], queue);
  expect(portion.filter(({ source }) => source === 'us')).toHaveLength(30);
  expect(portion.filter(({ source }) => source === 'eu')).toHaveLength(10);
});
