import type { Day, Outcome } from 'backstage-plugin-service-insights-common';
import { bucketOf } from '../publish/durationBuckets';
import type { ServiceDay } from '../publish/ServiceDay';

/** Equal calls of one customer, as a test writes them down. */
export type TestCalls = {
  customer?: number;
  operation?: string;
  outcome?: Outcome;
  error?: string;
  hour?: number;
  durationMs?: number;
  calls?: number;
};

/** Rolls up calls as the compiled query does, so that tests can speak of calls. */
export function serviceDay(
  key: { service: string; region?: string; day: Day },
  calls: readonly TestCalls[],
): ServiceDay {
  const cells = new Map<string, ServiceDay['cells'][number]>();
  const customers = new Map<number, ServiceDay['customers'][number]>();
  const durations = new Map<string, Map<number, number>>();
  const hours = new Map<string, ServiceDay['hours'][number]>();
  for (const call of calls) {
    const { operation = '', outcome = 'ok', error = '', hour = 0, customer, durationMs } = call;
    const count = call.calls ?? 1;
    entry(cells, `${operation} ${outcome} ${error}`, () => ({
      operation,
      outcome,
      error,
      calls: 0,
      measures: [],
    })).calls += count;
    entry(hours, `${hour} ${outcome}`, () => ({ hour, outcome, calls: 0 })).calls += count;
    if (customer !== undefined) {
      const known = entry(customers, customer, () => ({
        id: customer,
        calls: 0,
        failedCalls: 0,
        callerFaults: 0,
      }));
      known.calls += count;
      if (outcome !== 'ok') known.failedCalls += count;
      if (outcome === 'caller_fault') known.callerFaults += count;
    }
    const bucket = durationMs === undefined ? undefined : bucketOf(durationMs);
    if (bucket !== undefined) {
      const ofOperation = entry(durations, operation, () => new Map<number, number>());
      ofOperation.set(bucket, (ofOperation.get(bucket) ?? 0) + count);
    }
  }
  return {
    service: key.service,
    region: key.region ?? '',
    day: key.day,
    cells: [...cells.values()],
    customers: [...customers.values()].sort((a, b) => a.id - b.id),
    durations: [...durations].map(([operation, buckets]) => ({
      operation,
      buckets: [...buckets].sort((a, b) => a[0] - b[0]),
    })),
    hours: [...hours.values()],
  };
}

function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}
