import { dayOf, type Day, type Period } from 'backstage-plugin-service-insights-common';
import type { Knex } from 'knex';
import { newestFailure } from '../database/newestFailure';
import type {
  CustomerRow,
  DatasetDayRow,
  DatasetRow,
  RunRow,
  ServiceCustomersRow,
  ServiceDayPayloadRow,
  ServiceDayRow,
  ServicePeriodRow,
} from '../database/rows';
import { decodeServiceDay } from '../publish/encodeServiceDay';
import type { ServiceDay } from '../publish/ServiceDay';
import { decodeFirstSeen, uniteFirstSeen } from './encodeFirstSeen';
import { inTurns } from './inTurns';
import type {
  CustomerDay,
  DatasetHead,
  DatasetVersion,
  RollupStore,
  ServiceScope,
  ServiceTotals,
} from './RollupStore';

/** More values than this in one statement, and databases refuse it. */
const mostValues = 10_000;

type DatasetVersionRow = { dataset_id: string; version: number; created_at: number | string };

/** The service under which `service_customers` says how far all its rows are derived. */
export const derivationMark = { service: '', region: '' } as const;

/** Rollups in the portal's database: SQLite or PostgreSQL. */
export class DatabaseRollupStore implements RollupStore {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  async heads(datasetIds: readonly string[]) {
    const rows = await this.#knex<DatasetRow>('datasets').whereIn('dataset_id', [...datasetIds]);
    return new Map<string, DatasetHead>(
      rows.map(row => [
        row.dataset_id,
        { version: row.active_version ?? undefined, revision: row.revision },
      ]),
    );
  }

  async publishedDays({ datasetId, version }: DatasetVersion) {
    const rows = await this.#knex<DatasetDayRow>('dataset_days')
      .where({ dataset_id: datasetId, version })
      .select(
        'source',
        'day',
        'state',
        'malformed_events',
        'duplicate_events',
        'suspicion',
        'read_version',
      );
    return rows.map(row => ({
      source: row.source,
      day: row.day,
      state: row.state,
      malformedEvents: row.malformed_events ?? undefined,
      duplicateEvents: Number(row.duplicate_events),
      isSuspicious: row.suspicion !== null,
      readVersion: row.read_version ?? version,
    }));
  }

  async runsOf({ datasetId, version }: DatasetVersion, sources: readonly string[], days: Period) {
    const rows = await this.#knex<RunRow>('runs')
      .where({ dataset_id: datasetId, version })
      .whereBetween('day', [days.from, days.to])
      .whereIn('source', [...sources])
      .select('source', 'day', 'attempt', 'state', 'error_class', 'fence')
      .select('due_at', 'created_at', 'finished_at');
    return rows.map(row => ({
      source: row.source,
      day: row.day,
      attempt: row.attempt,
      state: row.state,
      errorClass: row.error_class,
      claims: row.fence,
      dueAt: Number(row.due_at),
      createdAt: Number(row.created_at),
      finishedAt: row.finished_at === null ? undefined : Number(row.finished_at),
    }));
  }

  async serviceDays(scope: ServiceScope, periods: readonly Period[]) {
    const rows = await this.#payloads(scope, periods);
    return inTurns(rows, ({ service, region, day, payload }): ServiceDay =>
      decodeServiceDay(payload, { service, region, day }),
    );
  }

  async customerDays(scope: ServiceScope, period: Period): Promise<CustomerDay[]> {
    return this.#payloads(scope, [period]);
  }

  async regions(scope: ServiceScope, period: Period) {
    const rows: { region: string }[] = await this.#serviceDays({ ...scope, regions: undefined })
      .whereBetween('day', [period.from, period.to])
      .distinct('region');
    return rows.map(({ region }) => region);
  }

  async lastEventDay(scope: ServiceScope, until: Day, without: readonly Day[]) {
    const row: { day: Day | null } | undefined = await this.#serviceDays(scope)
      .where('day', '<=', until)
      .whereNotIn('day', [...without])
      .where('calls', '>', 0)
      .max({ day: 'day' })
      .first();
    return row?.day ?? undefined;
  }

  async knownServices(scope: ServiceScope) {
    const rows: { service: string }[] = await this.#serviceDays(scope).distinct('service');
    return rows.map(({ service }) => service);
  }

  async firstSeen(scope: ServiceScope, revision: number) {
    const { datasetId, version, services, regions } = scope;
    const rows: ServiceCustomersRow[] = await this.#knex<ServiceCustomersRow>('service_customers')
      .where({ dataset_id: datasetId, version })
      .whereIn('service', [...services, derivationMark.service])
      .modify(query => {
        if (regions) query.whereIn('region', [...regions, derivationMark.region]);
      });
    return uniteDerived(rows, revision);
  }

  async customerNames(ids: readonly number[]) {
    if (ids.length === 0) return new Map<number, string>();
    const rows = await this.#knex<CustomerRow>('customers')
      .whereIn('id', [...ids])
      .select('id', 'key');
    return new Map(rows.map(({ id, key }) => [id, key]));
  }

  async customerId(datasetId: string, key: string) {
    const row = await this.#knex<CustomerRow>('customers')
      .where({ dataset_id: datasetId, key })
      .first('id');
    return row?.id;
  }

  async newVersion({ datasetId, version }: DatasetVersion) {
    if (version <= 1) return undefined;
    const row = await this.#knex<DatasetVersionRow>('dataset_versions')
      .where({ dataset_id: datasetId, version })
      .first('created_at');
    return row && { version, day: dayOf(Number(row.created_at)) };
  }

  async standardPeriods(
    { datasetId, version }: DatasetVersion,
    services: readonly string[],
    periods: readonly string[],
  ) {
    return this.#knex<ServicePeriodRow>('service_periods')
      .where({ dataset_id: datasetId, version })
      .whereIn('service', [...services])
      .whereIn('period', [...periods])
      .select('service', 'period', 'revision', 'payload');
  }

  async openDay(
    { datasetId, version }: DatasetVersion,
    sources: readonly string[],
    after: Day | undefined,
  ) {
    const row = await this.#knex<DatasetDayRow>('dataset_days')
      .where({ dataset_id: datasetId, version, state: 'open' })
      // An engine that cannot tell whether a day has data reads one that has none: nothing is in progress there.
      .where('calls', '>', 0)
      .whereIn('source', [...sources])
      .where('day', '>', after ?? '')
      .groupBy('day')
      .orderBy('day', 'desc')
      .select('day')
      .min({ asOf: 'published_at' })
      .first();
    return row && { day: row.day, asOf: Number(row.asOf) };
  }

  async totals(
    scope: Omit<ServiceScope, 'services'> & { services: readonly string[] | undefined },
    days: readonly Day[],
  ): Promise<ServiceTotals[]> {
    if (days.length === 0) return [];
    const totals: ServiceTotals[] = [];
    for (const services of scope.services ? chunks(scope.services) : [undefined]) {
      const rows: TotalsRow[] = await this.#serviceDays({ ...scope, services })
        .whereIn('day', [...days])
        .groupBy('service')
        .select('service')
        .sum({
          calls: 'calls',
          service_faults: 'service_faults',
          caller_faults: 'caller_faults',
          throttled: 'throttled',
        });
      totals.push(...rows.map(totalsOf));
    }
    return totals;
  }

  async quality({ datasetId, version }: DatasetVersion, { from, to }: Period) {
    const row = await this.#knex('dataset_days')
      .where({ dataset_id: datasetId, version })
      .whereBetween('day', [from, to])
      .sum({
        malformed: 'malformed_events',
        duplicates: 'duplicate_events',
        unmapped: 'unmapped_events',
      })
      .count({ days: '*', told: 'malformed_events' })
      .countDistinct({
        suspicious: this.#knex.raw('CASE WHEN suspicion IS NOT NULL THEN day END'),
        kept: this.#knex.raw('CASE WHEN finding IS NOT NULL THEN day END'),
      })
      .first();
    const malformed = Number(row?.malformed ?? 0);
    return {
      malformedEvents: malformed > 0 || row?.told === row?.days ? malformed : null,
      duplicateEvents: Number(row?.duplicates ?? 0),
      unmappedEvents: Number(row?.unmapped ?? 0),
      suspiciousDays: Number(row?.suspicious ?? 0),
      keptDays: Number(row?.kept ?? 0),
    };
  }

  async waitingDays({ datasetId, version }: DatasetVersion) {
    const row: { days?: number | string } | undefined = await this.#knex<RunRow>('runs')
      .where({ dataset_id: datasetId, version })
      .whereIn('state', ['queued', 'starting', 'running', 'publishing'])
      .countDistinct({ days: 'day' })
      .first();
    const dataset = await this.#knex<DatasetRow>('datasets')
      .where({ dataset_id: datasetId })
      .first('days_behind');
    return Number(row?.days ?? 0) + (dataset?.days_behind ?? 0);
  }

  async lastFailure(version: DatasetVersion) {
    const row = await newestFailure(this.#knex, version);
    if (!row) return undefined;
    return {
      day: row.day,
      errorClass: row.error_class ?? 'unknown',
      message: row.error_message ?? row.error_code ?? 'The run failed',
    };
  }

  #serviceDays({
    datasetId,
    version,
    services,
    regions,
  }: Omit<ServiceScope, 'services'> & { services: readonly string[] | undefined }) {
    return this.#knex<ServiceDayRow>('service_days')
      .where({ dataset_id: datasetId, version })
      .modify(query => {
        if (services) query.whereIn('service', [...services]);
        if (regions) query.whereIn('region', [...regions]);
      });
  }

  async #payloads(scope: ServiceScope, periods: readonly Period[]): Promise<CustomerDay[]> {
    return this.#serviceDays(scope)
      .where(days => {
        for (const { from, to } of periods) days.orWhereBetween('day', [from, to]);
      })
      .join<ServiceDayPayloadRow>(
        'service_day_payloads as p',
        'p.service_day_id',
        'service_days.id',
      )
      .select('service', 'region', 'day', 'p.payload');
  }
}

type TotalsRow = {
  service: string;
  calls: number | string;
  service_faults: number | string;
  caller_faults: number | string;
  throttled: number | string;
};

function totalsOf(row: TotalsRow): ServiceTotals {
  return {
    service: row.service,
    calls: Number(row.calls),
    serviceFaults: Number(row.service_faults),
    callerFaults: Number(row.caller_faults),
    throttled: Number(row.throttled),
  };
}

function* chunks<T>(items: readonly T[]): Generator<readonly T[]> {
  for (let i = 0; i < items.length; i += mostValues) yield items.slice(i, i + mostValues);
}

/** Rows are worth something only when all of them are of the revision: their mark says so. */
function uniteDerived(rows: readonly ServiceCustomersRow[], revision: number) {
  const isMark = ({ service }: ServiceCustomersRow) => service === derivationMark.service;
  if (rows.find(isMark)?.revision !== revision) return undefined;
  const firstSeen = new Map<number, Day>();
  for (const row of rows) {
    if (!isMark(row)) uniteFirstSeen(firstSeen, decodeFirstSeen(row.payload));
  }
  return firstSeen;
}
