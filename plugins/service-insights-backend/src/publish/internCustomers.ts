import type { Day } from 'backstage-plugin-service-insights-common';
import type { RolledUpService } from './RolledUpDay';
import type { ServiceDay } from './ServiceDay';

/** Every customer of a day once, by key. */
export function customerKeysOf(services: readonly RolledUpService[]): Set<string> {
  const keys = new Set<string>();
  for (const { customers } of services) {
    for (const { key } of customers) keys.add(key);
  }
  return keys;
}

/**
 * Puts ids in the place of keys.
 *
 * @param idOf - knows every key of the day
 */
export function internCustomers(
  { service, region, cells, durations, hours, customers }: RolledUpService,
  day: Day,
  idOf: (key: string) => number,
): ServiceDay {
  return {
    service,
    region,
    day,
    cells,
    durations,
    hours,
    customers: customers
      .map(({ key, calls, failedCalls, callerFaults }) => ({
        id: idOf(key),
        calls,
        failedCalls,
        callerFaults,
      }))
      .sort((a, b) => a.id - b.id),
  };
}
