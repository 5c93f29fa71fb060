import { toDay, type Day } from 'backstage-plugin-service-insights-common';
import { decodeServiceDay } from '../../../plugins/service-insights-backend/src/publish/encodeServiceDay';
import type { WatchedDatabase } from '../world/DatabaseServer';
import type { ExpectedServiceDay, Oracle } from './Oracle';
import type { Violation } from './Violation';

type StoredServiceDay = {
  service: string;
  day: string;
  calls: string;
  service_faults: string;
  caller_faults: string;
  throttled: string;
  customers: number;
  payload: Buffer | null;
};

/** Compares what is published of every kept day with what the lake's files say, totals and details. */
export async function checkDays(
  database: WatchedDatabase,
  oracle: Oracle,
  datasetIds: readonly string[],
  kept: readonly Day[],
): Promise<Violation[]> {
  const [from, to] = [kept[0], kept[kept.length - 1]];
  const expected = await oracle.expected(from, to);
  const violations: Violation[] = [];
  for (const datasetId of datasetIds) {
    const stored = await database.rows<StoredServiceDay>(
      `SELECT service, service_days.day, calls, service_faults, caller_faults, throttled, customers, payload
       FROM service_days
       JOIN datasets ON datasets.dataset_id = service_days.dataset_id AND active_version = version
       LEFT JOIN service_day_payloads ON service_day_id = service_days.id
       WHERE service_days.dataset_id = ? AND service_days.day BETWEEN ? AND ?`,
      [datasetId, from, to],
    );
    const found = new Map(stored.map(row => [keyOf(row), row]));
    for (const wanted of expected) {
      const row = found.get(keyOf(wanted));
      const what = row === undefined ? 'is missing' : differenceOf(wanted, row);
      if (what) violations.push({ promise: 'days', what: `${datasetId} ${keyOf(wanted)} ${what}` });
    }
    if (stored.length !== expected.length) {
      const what = `${datasetId} has ${stored.length} service days, must have ${expected.length}`;
      violations.push({ promise: 'days', what });
    }
  }
  return violations;
}

function keyOf({ service, day }: { service: string; day: string }): string {
  return `${service} ${day}`;
}

const totals = ['calls', 'service_faults', 'caller_faults', 'throttled', 'customers'] as const;

function differenceOf(wanted: ExpectedServiceDay, row: StoredServiceDay): string | undefined {
  for (const total of totals) {
    if (Number(row[total]) !== wanted[total]) {
      return `says ${row[total]} ${total}, must be ${wanted[total]}`;
    }
  }
  if (row.payload === null) return 'has no payload';
  const details = decodeServiceDay(row.payload, {
    service: row.service,
    region: '',
    day: toDay(row.day),
  });
  const sum = (counts: readonly { calls: number }[]) =>
    counts.reduce((all, { calls }) => all + calls, 0);
  for (const part of ['cells', 'customers', 'hours'] as const) {
    if (sum(details[part]) !== wanted.calls) {
      return `holds ${sum(details[part])} calls in its ${part}, must be ${wanted.calls}`;
    }
  }
  return undefined;
}
