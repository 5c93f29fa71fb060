import { eachDay, toDay, type Day } from 'backstage-plugin-service-insights-common';
import type { Knex } from 'knex';
import { internCustomers, publishDay } from './publishDay';
import { serviceDay, type TestCalls } from './serviceDay';

/** The first day that is published. */
export const firstDay = toDay('2026-01-01');

/** The last complete day. */
export const lastDay = toDay('2026-03-14');

/** The running day, published unfinished. */
export const openDay = toDay('2026-03-15');

/** A day that never came. */
export const missingDay = toDay('2026-03-03');

/** The portal's instant. */
export const asOf = '2026-03-15T09:00:00.000Z';

/** Calls of a day: as many customers as the day of the month, and a fault of CreateOrder for each tenth. */
export function callsOf(day: Day, region: string): TestCalls[] {
  const count = Number(day.slice(8)) + (region === 'eu' ? 1 : 4);
  return Array.from({ length: count }, (_, i) => ({
    customer: region === 'eu' ? i + 1 : i + 3,
    operation: i % 3 === 0 ? 'CreateOrder' : 'GetOrder',
    outcome: i % 10 === 9 ? ('service_fault' as const) : ('ok' as const),
    error: i % 10 === 9 ? 'TimeoutException' : '',
    hour: i % 24,
    durationMs: 10 + i,
    calls: 3,
  }));
}

/** Calls of a service on a day, of both regions or of those given. */
export function callsOn(day: Day, regions = ['eu', 'us']): number {
  return regions
    .flatMap(region => callsOf(day, region))
    .reduce((sum, { calls = 1 }) => sum + calls, 0);
}

/** Publishes the calls of two services, of one that nobody owns, and of a job. */
export async function publishCalls(knex: Knex) {
  await internCustomers(
    knex,
    'api-requests',
    new Map(Array.from({ length: 60 }, (_, i) => [i + 1, `acct-${i + 1}`])),
  );
  for (const day of eachDay(firstDay, openDay)) {
    if (day === missingDay) continue;
    const services = ['order-api', 'cart'].flatMap(service =>
      ['eu', 'us'].map(region => serviceDay({ service, region, day }, callsOf(day, region))),
    );
    const nobodys = serviceDay({ service: 'orphan', region: 'eu', day }, [{ calls: 100 }]);
    await publishDay(knex, {
      datasetId: 'api-requests',
      day,
      state: day === openDay ? 'open' : 'complete',
      services: [...services, nobodys],
      publishedAt: Date.parse(asOf) - 600_000,
    });
  }
  await publishDay(knex, {
    datasetId: 'jobs',
    day: lastDay,
    services: [serviceDay({ service: 'nightly', region: 'eu', day: lastDay }, [{ calls: 7 }])],
  });
}
