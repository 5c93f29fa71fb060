import { dayOf, isDay, type Day } from 'backstage-plugin-service-insights-common';
import type { Knex } from 'knex';
import { z } from 'zod';
import type { DatasetDayRow, ServiceCustomersRow, ServiceDayRow } from '../database/rows';
import type { FirstSeen } from './customerLifecycle';
import { derivationMark } from './DatabaseRollupStore';
import type { DatasetSnapshot } from './DatasetSnapshot';
import { decodeFirstSeen, encodeFirstSeen, uniteFirstSeen } from './encodeFirstSeen';
import { firstSeenFrom } from './firstSeenFrom';
import type { Qualifying } from './PeriodRollup';
import type { CustomerDay, RollupStore, ServiceScope } from './RollupStore';

/** The days that first-seen days were derived from, each with what identifies its content. */
const derivedDays = z.record(z.string(), z.string());

type Derivation = {
  knex: Knex;
  store: RollupStore;
  snapshot: DatasetSnapshot;
  qualifying: Qualifying;
};

/**
 * Brings the first-seen days in `service_customers` up to the days of a snapshot. Whoever was first seen before the
 * earliest day that changed stays as they are; only later days are unpacked. A mark says of which revision all rows
 * are: it is written last, so that a derivation that was cut short is not taken for a whole one.
 *
 * @param apply - writes when the dataset still is at the snapshot's revision; gives whether it was
 */
export async function deriveFirstSeen(
  derivation: Derivation,
  apply: (write: (tx: Knex.Transaction) => Promise<void>) => Promise<boolean>,
): Promise<boolean> {
  const { snapshot } = derivation;
  const days = await contentOfDays(derivation);
  const changed = earliestChange(await lastDerivedDays(derivation), days);
  if (changed !== undefined) {
    for (const service of await affectedServices(derivation, changed)) {
      const rows = await derivedRows(derivation, service, changed);
      const isWritten = await apply(async tx => {
        await tx('service_customers')
          .where({ ...keyOf(snapshot), service })
          .delete();
        if (rows.length > 0) await tx('service_customers').insert(rows);
      });
      if (!isWritten) return false;
    }
  }
  const mark: ServiceCustomersRow = {
    ...keyOf(snapshot),
    ...derivationMark,
    revision: snapshot.revision,
    through_day: snapshot.dataThrough ?? dayOf(0),
    payload: Buffer.from(JSON.stringify(Object.fromEntries(days))),
  };
  return apply(async tx => {
    await tx('service_customers')
      .insert(mark)
      .onConflict(['dataset_id', 'version', 'service', 'region'])
      .merge();
  });
}

/** The earliest day whose content is another than before, or that came or went. */
export function earliestChange(
  known: ReadonlyMap<string, string>,
  now: ReadonlyMap<string, string>,
): string | undefined {
  const days = [...new Set([...known.keys(), ...now.keys()])].sort();
  return days.find(day => known.get(day) !== now.get(day));
}

async function contentOfDays({ knex, snapshot }: Derivation): Promise<Map<string, string>> {
  const rows = await knex<DatasetDayRow>('dataset_days')
    .where(keyOf(snapshot))
    .orderBy('source')
    .select('day', 'checksum');
  const days = new Map<string, string>();
  for (const { day, checksum } of rows) {
    if (snapshot.isCounted(day)) days.set(day, `${days.get(day) ?? ''}${checksum.slice(0, 16)}`);
  }
  return days;
}

async function lastDerivedDays({ knex, snapshot }: Derivation): Promise<Map<string, string>> {
  const mark = await knex<ServiceCustomersRow>('service_customers')
    .where({ ...keyOf(snapshot), ...derivationMark })
    .first('payload');
  return new Map(
    mark ? Object.entries(derivedDays.parse(JSON.parse(mark.payload.toString()))) : [],
  );
}

/** Services with days since, and those whose first-seen days reach there. */
async function affectedServices(
  { knex, snapshot }: Derivation,
  changed: string,
): Promise<string[]> {
  const withDays: { service: string }[] = await knex<ServiceDayRow>('service_days')
    .where(keyOf(snapshot))
    .where('day', '>=', changed)
    .distinct('service');
  const reaching: { service: string }[] = await knex<ServiceCustomersRow>('service_customers')
    .where(keyOf(snapshot))
    .where('through_day', '>=', changed)
    .whereNot('service', derivationMark.service)
    .distinct('service');
  return [...new Set([...withDays, ...reaching].map(({ service }) => service))];
}

async function derivedRows(
  { knex, store, snapshot, qualifying }: Derivation,
  service: string,
  changed: string,
): Promise<ServiceCustomersRow[]> {
  const { datasetId, version, dataThrough } = snapshot;
  const scope = { datasetId, version, services: [service], regions: undefined };
  const kept = await knex<ServiceCustomersRow>('service_customers').where({
    ...keyOf(snapshot),
    service,
  });
  const later = await laterDays(store, scope, snapshot, changed);
  const regions = new Set([...kept, ...later].map(({ region }) => region));
  const rows: ServiceCustomersRow[] = [];
  for (const region of regions) {
    const known = kept.find(row => row.region === region);
    const firstSeen = known
      ? before(decodeFirstSeen(known.payload), changed)
      : new Map<number, Day>();
    uniteFirstSeen(
      firstSeen,
      await firstSeenFrom(
        later.filter(day => day.region === region),
        qualifying,
      ),
    );
    rows.push({
      ...keyOf(snapshot),
      service,
      region,
      revision: snapshot.revision,
      through_day: lastDay(firstSeen) ?? dataThrough ?? dayOf(0),
      payload: encodeFirstSeen(firstSeen),
    });
  }
  return rows;
}

/** What is kept of a service since the change. */
async function laterDays(
  store: RollupStore,
  scope: ServiceScope,
  snapshot: DatasetSnapshot,
  changed: string,
): Promise<CustomerDay[]> {
  const { dataThrough } = snapshot;
  if (!dataThrough || !isDay(changed) || changed > dataThrough) return [];
  const days = await store.customerDays(scope, { from: changed, to: dataThrough });
  return days.filter(({ day }) => snapshot.isCounted(day));
}

function before(firstSeen: FirstSeen, day: string): Map<number, Day> {
  return new Map([...firstSeen].filter(([, first]) => first < day));
}

function lastDay(firstSeen: FirstSeen): Day | undefined {
  let last: Day | undefined;
  for (const day of firstSeen.values()) if (!last || day > last) last = day;
  return last;
}

function keyOf({ datasetId, version }: DatasetSnapshot) {
  return { dataset_id: datasetId, version };
}
