import fc from 'fast-check';
import { outcomes, toDay } from 'backstage-plugin-service-insights-common';
import { insightContext } from '../../testing/insightContext';
import { serviceDay, type TestCalls } from '../../testing/serviceDay';
import { failureDrivers, rateChange } from './rateContributions';
import { failureRate, validCalls } from '../Tally';

const before = toDay('2026-03-01');
const now = toDay('2026-03-08');

const calls = fc.array(
  fc.record({
    region: fc.constantFrom('eu', 'us'),
    operation: fc.constantFrom('Create', 'Get', 'List'),
    outcome: fc.constantFrom(...outcomes),
    calls: fc.integer({ min: 1, max: 500 }),
  }),
  { minLength: 1, maxLength: 20 },
);

const daysOf = (day: typeof now, all: readonly (TestCalls & { region: string })[]) =>
  ['eu', 'us'].map(region =>
    serviceDay(
      { service: 'a', region, day },
      all.filter(call => call.region === region),
    ),
  );

it('adds up to the extra failed calls, whatever moved', () => {
  fc.assert(
    fc.property(calls, calls, (callsBefore, callsNow) => {
      const context = insightContext({ from: now, to: now }, [
        ...daysOf(before, callsBefore),
        ...daysOf(now, callsNow),
      ]);
      const rate = failureRate(context.current.total());
      const rateBefore = failureRate(context.previous?.total() ?? context.current.total());
      fc.pre(rate !== null && rateBefore !== null);
      const excess = ((rate ?? 0) - (rateBefore ?? 0)) * validCalls(context.current.total());
      const change = rateChange(context);
      expect((change?.rateEffect ?? NaN) + (change?.mixEffect ?? NaN)).toBeCloseTo(
        (rate ?? 0) - (rateBefore ?? 0),
        9,
      );
      for (const { rows, rest } of change?.contributions ?? []) {
        const sum = rows.reduce((s, one) => s + one.excessFailedCalls, 0);
        expect(sum + (rest?.excessFailedCalls ?? 0)).toBeCloseTo(excess, 6);
      }
      const drivers = failureDrivers(context);
      const told = drivers?.slices.reduce((s, one) => s + one.excessFailedCalls, 0) ?? NaN;
      expect(told + (drivers?.rest ?? NaN)).toBeCloseTo(excess, 6);
    }),
  );
});

it('names the operation and region that broke', () => {
  const steady = { operation: 'Get', calls: 1_000 };
  const context = insightContext({ from: now, to: now }, [
    serviceDay({ service: 'a', region: 'eu', day: before }, [
      steady,
      { operation: 'Create', calls: 200 },
    ]),
    serviceDay({ service: 'a', region: 'eu', day: now }, [
      steady,
      { operation: 'Create', calls: 140 },
      { operation: 'Create', outcome: 'service_fault', calls: 60 },
    ]),
  ]);
  expect(failureDrivers(context)).toMatchObject({
    slices: [{ operation: 'Create', region: 'eu', failureRate: 0.3, previousFailureRate: 0 }],
  });
  expect(failureDrivers(context)?.excessFailedCalls).toBeCloseTo(60);
});
