import fc from 'fast-check';
import { addDays, eachDay, toDay, type Day } from 'backstage-plugin-service-insights-common';
import { serviceDay } from '../testing/serviceDay';
import { customerLifecycle, quickRatio } from './customerLifecycle';
import { PeriodRollup } from './PeriodRollup';

const start = toDay('2026-01-01');
const regions = ['eu', 'us', 'ap'];

/** Who called on which day in which region, over eight weeks, and which days are missing. */
const history = fc.record({
  calls: fc.array(
    fc.record({
      at: fc.nat(55),
      region: fc.constantFrom(...regions),
      customer: fc.integer({ min: 1, max: 25 }),
      outcome: fc.constantFrom('ok' as const, 'caller_fault' as const),
    }),
    { maxLength: 120 },
  ),
  gaps: fc.uniqueArray(fc.nat(55), { maxLength: 10 }),
  asked: fc.subarray(regions, { minLength: 1 }),
  length: fc.integer({ min: 1, max: 20 }),
  end: fc.integer({ min: 0, max: 55 }),
});

type History = typeof history extends fc.Arbitrary<infer T> ? T : never;

/** The rollups of a period and the one before, and first-seen days, as a read makes them. */
function rollups({ calls, gaps, asked, length, end }: History) {
  const counted = eachDay(start, addDays(start, 55)).filter((_, i) => !gaps.includes(i));
  const days = eachDay(start, addDays(start, 55)).flatMap((day, at) =>
    asked.map(region =>
      serviceDay(
        { service: 'a', region, day },
        calls.filter(call => call.at === at && call.region === region),
      ),
    ),
  );
  const of = (from: Day, to: Day) =>
    new PeriodRollup(
      { from, to },
      counted.filter(day => day >= from && day <= to),
      days.filter(({ day }) => day >= from && day <= to),
      'not-caller-fault',
    );
  const to = addDays(start, end);
  const from = addDays(to, 1 - length);
  const firstSeen = new Map<number, Day>();
  for (const [day, customers] of of(start, addDays(start, 55)).activeByDay()) {
    for (const id of customers) if (!firstSeen.has(id)) firstSeen.set(id, day);
  }
  return { now: of(from, to), before: of(addDays(from, -length), addDays(from, -1)), firstSeen };
}

it('keeps the identity over any history, region and gap', () => {
  fc.assert(
    fc.property(history, given => {
      const { now, before, firstSeen } = rollups(given);
      const [active, activeBefore] = [now.active(), before.active()];
      const lifecycle = customerLifecycle(now.period, active, activeBefore, firstSeen);
      const { new: fresh, returning, resurrected, dormant } = lifecycle;
      expect([...fresh, ...returning, ...resurrected].sort()).toEqual([...active].sort());
      expect(active.size).toBe(
        activeBefore.size + fresh.length + resurrected.length - dormant.length,
      );
      expect([...returning, ...dormant].sort()).toEqual([...activeBefore].sort());
    }),
    { numRuns: 500 },
  );
});

it('agrees with sets made from single calls', () => {
  fc.assert(
    fc.property(history, given => {
      const { now, before, firstSeen } = rollups(given);
      const lifecycle = customerLifecycle(now.period, now.active(), before.active(), firstSeen);
      const seen = given.calls
        .filter(({ region, outcome }) => given.asked.includes(region) && outcome === 'ok')
        .filter(({ at }) => !given.gaps.includes(at))
        .map(({ at, customer }) => ({ day: addDays(start, at), customer }));
      const activeIn = ({ from, to }: { from: Day; to: Day }) =>
        new Set(seen.filter(({ day }) => day >= from && day <= to).map(({ customer }) => customer));
      const [active, activeBefore] = [activeIn(now.period), activeIn(before.period)];
      const isOld = (id: number) =>
        seen.some(({ day, customer }) => customer === id && day < now.period.from);
      const sorted = (ids: Iterable<number>) => [...ids].sort();
      expect(sorted(lifecycle.new)).toEqual(sorted([...active].filter(id => !isOld(id))));
      expect(sorted(lifecycle.resurrected)).toEqual(
        sorted([...active].filter(id => isOld(id) && !activeBefore.has(id))),
      );
    }),
    { numRuns: 300 },
  );
});

it('has no quick ratio when nobody was lost', () => {
  const lifecycle = { new: [1, 2], returning: [3], resurrected: [4], dormant: [] };
  expect(quickRatio(lifecycle)).toBeNull();
  expect(quickRatio({ ...lifecycle, dormant: [5, 6] })).toBe(1.5);
});
