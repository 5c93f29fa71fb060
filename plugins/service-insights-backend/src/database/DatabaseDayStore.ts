import { toDay, type Day } from 'backstage-plugin-service-insights-common';
import type { Knex } from 'knex';
import { CustomerDictionary } from '../publish/CustomerDictionary';
import type { CustomerKeyPolicy } from '../publish/customerKey';
import type { DayStore, Publication, PublishableDay } from '../publish/DayStore';
import type { PackedServiceDay } from '../publish/packServiceDay';
import type { ClaimedRun } from '../runs/Run';
import { internCustomers } from './internCustomers';
import type { DatasetDayRow } from './rows';

/** Rows in one statement: below what SQLite and PostgreSQL allow in parameters. */
const batchSize = 500;

/** Customers of a dataset that are kept in memory, so that few of a day's have to be asked for. */
const mostCustomersInMemory = 200_000;

/**
 * The published days in the plugin's database.
 *
 * @param clock - the plugin's clock
 */
export class DatabaseDayStore implements DayStore {
  readonly #knex: Knex;
  readonly #clock: () => number;
  readonly #customers = new Map<string, CustomerDictionary>();

  constructor(knex: Knex, clock: () => number) {
    this.#knex = knex;
    this.#clock = clock;
  }

  async versionOf(datasetId: string, fingerprint: string): Promise<number> {
    const key = { dataset_id: datasetId, fingerprint };
    await this.#knex('datasets')
      .insert({ dataset_id: datasetId, active_version: null, revision: 0 })
      .onConflict()
      .ignore();
    // Another replica may take the number, or add the same fingerprint: then what is there is read again.
    for (;;) {
      const found = await this.#knex('dataset_versions').where(key).first('version');
      if (found !== undefined) return found.version;
      const last = await this.#knex('dataset_versions')
        .where({ dataset_id: datasetId })
        .max({ version: 'version' })
        .first();
      await this.#knex('dataset_versions')
        .insert({ ...key, version: (last?.version ?? 0) + 1, created_at: this.#clock() })
        .onConflict()
        .ignore();
    }
  }

  customersOf(datasetId: string): CustomerDictionary {
    const known = this.#customers.get(datasetId);
    if (known !== undefined && known.size < mostCustomersInMemory) return known;
    const started = new CustomerDictionary();
    this.#customers.set(datasetId, started);
    return started;
  }

  async intern(
    datasetId: string,
    dictionary: CustomerDictionary,
    policy: CustomerKeyPolicy,
  ): Promise<void> {
    await internCustomers(this.#knex, datasetId, dictionary, policy);
  }

  async publish(run: ClaimedRun, day: PublishableDay): Promise<Publication> {
    return this.#knex.transaction(async tx => {
      if (!(await endRun(tx, run, day, this.#clock()))) return 'lost';

      const key = dayKey(run);
      const before: Pick<DatasetDayRow, 'state' | 'checksum'> | undefined = await tx('dataset_days')
        .where(key)
        .first('state', 'checksum');
      if (day.state === 'empty' && before?.state === 'complete') {
        await tx('dataset_days')
          .where(key)
          .update({ source_version: run.sourceVersion ?? null });
        return 'kept';
      }
      const isUnchanged = before?.state === day.state && before.checksum === day.checksum;
      if (!isUnchanged) {
        if (before !== undefined) await tx('service_days').where(key).delete();
        await insertServiceDays(tx, run, day.services);
      }
      await tx('dataset_days')
        .insert({ ...key, ...datasetDayColumns(run, day), published_at: this.#clock() })
        .onConflict(['dataset_id', 'version', 'source', 'day'])
        .merge();
      if (isUnchanged) return 'unchanged';

      const isCounted = day.state === 'complete' || before?.state === 'complete';
      await tx('datasets')
        .where({ dataset_id: run.datasetId })
        .update({
          revision: tx.raw('revision + ?', [isCounted ? 1 : 0]),
          active_version: tx.raw('coalesce(active_version, ?)', [run.version]),
        });
      return 'published';
    });
  }

  async promote(
    datasetId: string,
    version: number,
    from: Day,
    isGone: (day: Day) => boolean,
  ): Promise<boolean> {
    return this.#knex.transaction(async tx => {
      const dataset = await tx('datasets').where({ dataset_id: datasetId }).first('active_version');
      const active: number | null = dataset?.active_version ?? null;
      if (active === version) return true;
      if (active === null) return false; // the first day published makes it active
      const daysOf = async (of: number, states: string[]) =>
        new Set<string>(
          await tx('dataset_days')
            .where({ dataset_id: datasetId, version: of })
            .whereIn('state', states)
            .where('day', '>=', from)
            .pluck('day'),
        );
      const covered = await daysOf(version, ['complete', 'empty']);
      for (const day of await daysOf(active, ['complete'])) {
        if (!covered.has(day) && !isGone(toDay(day))) return false;
      }
      await tx('datasets')
        .where({ dataset_id: datasetId, active_version: active })
        .update({ active_version: version, revision: tx.raw('revision + 1') });
      return true;
    });
  }

  async removeOld(datasetId: string, version: number, from: Day): Promise<number> {
    const dataset = await this.#knex('datasets')
      .where({ dataset_id: datasetId })
      .first('active_version');
    const kept = [version, dataset?.active_version ?? version];
    const old = await this.#knex('dataset_days')
      .where({ dataset_id: datasetId })
      .where(either => either.where('day', '<', from).orWhereNotIn('version', kept))
      .select('dataset_id', 'version', 'source', 'day');
    // A day at a time: no transaction is long, and nobody waits behind one.
    for (const key of old) {
      await this.#knex.transaction(async tx => {
        await tx('service_days').where(key).delete();
        await tx('dataset_days').where(key).delete();
      });
    }
    for (const table of ['service_periods', 'service_customers']) {
      await this.#knex(table).where({ dataset_id: datasetId }).whereNotIn('version', kept).delete();
    }
    return old.length;
  }
}

/** The fence: a worker whose lease went to someone else changes nothing from here on. */
async function endRun(
  tx: Knex.Transaction,
  run: ClaimedRun,
  day: PublishableDay,
  nowMs: number,
): Promise<boolean> {
  const ended = await tx('runs')
    .where({ id: run.id, fence: run.fence })
    .whereIn('state', ['starting', 'running', 'publishing'])
    .update({
      state: 'done',
      lease_owner: null,
      lease_until: null,
      bytes_scanned: day.cost.bytesScanned,
      bytes_billed: day.cost.bytesBilled,
      usd: day.cost.usd,
      result_rows: day.resultRows,
      error_class: null,
      error_code: null,
      error_message: null,
      finished_at: nowMs,
    });
  return ended === 1;
}

async function insertServiceDays(
  tx: Knex.Transaction,
  run: ClaimedRun,
  days: readonly PackedServiceDay[],
): Promise<void> {
  for (let at = 0; at < days.length; at += batchSize) {
    const batch = days.slice(at, at + batchSize);
    const payloads = new Map(
      batch.map(({ service, region, payload }) => [JSON.stringify([service, region]), payload]),
    );
    const inserted: { id: number; service: string; region: string }[] = await tx('service_days')
      .insert(batch.map(day => serviceDayRow(run, day)))
      .returning(['id', 'service', 'region']);
    await tx('service_day_payloads').insert(
      inserted.map(({ id, service, region }) => ({
        service_day_id: id,
        payload: payloads.get(JSON.stringify([service, region])),
      })),
    );
  }
}

function dayKey({ datasetId, version, source, day }: ClaimedRun) {
  return { dataset_id: datasetId, version, source, day };
}

function datasetDayColumns(run: ClaimedRun, day: PublishableDay) {
  return {
    state: day.state,
    run_id: run.id,
    calls: day.calls,
    result_rows: day.resultRows,
    bytes_scanned: day.cost.bytesScanned,
    malformed_events: day.malformedEvents,
    duplicate_events: day.duplicateEvents,
    unmapped_events: day.unmappedEvents,
    checksum: day.checksum,
    source_version: run.sourceVersion ?? null,
  };
}

function serviceDayRow(run: ClaimedRun, { service, region, calls, customers }: PackedServiceDay) {
  return {
    ...dayKey(run),
    service,
    region,
    calls: calls.ok + calls.caller_fault + calls.service_fault + calls.throttled,
    service_faults: calls.service_fault,
    caller_faults: calls.caller_fault,
    throttled: calls.throttled,
    customers,
  };
}
