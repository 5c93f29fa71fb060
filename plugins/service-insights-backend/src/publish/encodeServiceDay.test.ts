import fc from 'fast-check';
import { outcomes, toDay } from 'backstage-plugin-service-insights-common';
import { bucketOf } from './durationBuckets';
import { decodeCustomers, decodeServiceDay, encodeServiceDay } from './encodeServiceDay';
import type { ServiceDay } from './ServiceDay';

const count = fc.oneof(fc.nat(300), fc.maxSafeNat());
const outcome = fc.constantFrom(...outcomes);
const name = fc
  .string({ unit: 'binary', maxLength: 20 })
  .filter(text => Buffer.from(text).toString() === text);

const measure = fc.oneof(
  fc.constant(null),
  fc.integer(),
  fc.maxSafeInteger(),
  fc.double({ noNaN: true }),
);

const serviceDay: fc.Arbitrary<ServiceDay> = fc.nat(3).chain(measures =>
  fc.record({
    service: name,
    region: name,
    day: fc.constant(toDay('2026-03-14')),
    cells: fc.array(
      fc.record({
        operation: name,
        outcome,
        error: name,
        calls: count,
        measures: fc.array(measure, { minLength: measures, maxLength: measures }),
      }),
    ),
    customers: fc
      .uniqueArray(
        fc.record({
          id: fc.integer({ min: 1, max: 2 ** 31 }),
          calls: count,
          failedCalls: count,
          callerFaults: count,
        }),
        { selector: customer => customer.id },
      )
      .map(customers => customers.sort((a, b) => a.id - b.id)),
    durations: fc.array(
      fc.record({
        operation: name,
        buckets: fc
          .uniqueArray(fc.tuple(fc.integer({ min: -1_000, max: 1_400 }), count), {
            selector: ([bucket]) => bucket,
          })
          .map(buckets => buckets.sort((a, b) => a[0] - b[0])),
      }),
    ),
    hours: fc.array(fc.record({ hour: fc.nat(23), outcome, calls: count })),
  }),
);

it('gives back every day it was given, and its customers alone', () => {
  fc.assert(
    fc.property(serviceDay, day => {
      const payload = encodeServiceDay(day);
      expect(decodeServiceDay(payload, day)).toEqual(day);
      expect(decodeCustomers(payload)).toEqual(day.customers);
    }),
    { numRuns: 500 },
  );
});

it('keeps a day of 280 events well below a kilobyte', () => {
  const day = typicalDay(280);
  expect(encodeServiceDay(day).length).toBeLessThan(700);
});

it('refuses a payload of a format it does not know', () => {
  const payload = Buffer.from(encodeServiceDay(typicalDay(10)));
  payload[0] = 9;
  expect(() => decodeServiceDay(payload, typicalDay(10))).toThrow('format 9 is not known');
});

/** As many calls of eight operations by a hundred customers, with log-normal durations. */
function typicalDay(calls: number): ServiceDay {
  let state = 42;
  const random = () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
  const operations = ['CreateOrder', 'GetOrder', 'ListOrders', 'CancelOrder', 'Refund', 'Quote'];
  const cells = new Map<string, ServiceDay['cells'][number]>();
  const customers = new Map<number, ServiceDay['customers'][number]>();
  const durations = new Map<string, Map<number, number>>();
  const hours = new Map<string, ServiceDay['hours'][number]>();
  for (let i = 0; i < calls; i++) {
    const operation = operations[Math.floor(random() ** 2 * operations.length)];
    const ended = random() < 0.95 ? 'ok' : outcomes[Math.floor(random() * 4)];
    const error = ended === 'ok' ? '' : `${ended.toUpperCase()}_ERROR`;
    const cellKey = `${operation} ${ended}`;
    const cell = cells.get(cellKey) ?? { operation, outcome: ended, error, calls: 0, measures: [] };
    cells.set(cellKey, { ...cell, calls: cell.calls + 1 });
    const id = 1 + Math.floor(random() ** 2 * 400);
    const customer = customers.get(id) ?? { id, calls: 0, failedCalls: 0, callerFaults: 0 };
    customers.set(id, { ...customer, calls: customer.calls + 1 });
    const bucket = bucketOf(Math.exp(3 + random() + random() + random())) ?? 0;
    const buckets = durations.get(operation) ?? new Map<number, number>();
    durations.set(operation, buckets.set(bucket, (buckets.get(bucket) ?? 0) + 1));
    const hour = Math.floor(random() * 24);
    const hourKey = `${hour} ${ended}`;
    const kept = hours.get(hourKey) ?? { hour, outcome: ended, calls: 0 };
    hours.set(hourKey, { ...kept, calls: kept.calls + 1 });
  }
  return {
    service: 'order-api',
    region: 'eu-west-1',
    day: toDay('2026-03-14'),
    cells: [...cells.values()],
    customers: [...customers.values()].sort((a, b) => a.id - b.id),
    durations: [...durations].map(([operation, buckets]) => ({
      operation,
      buckets: [...buckets].sort((a, b) => a[0] - b[0]),
    })),
    hours: [...hours.values()].sort((a, b) => a.hour - b.hour),
  };
}
