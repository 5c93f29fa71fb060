import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Day, InsightId } from 'backstage-plugin-service-insights-common';
import type { Knex } from 'knex';
import type { DatasetRow, ServiceDayRow, ServicePeriodRow } from '../database/rows';
import type { LoadedDataset } from '../definitions/LoadedDataset';
import type { FirstSeen } from './customerLifecycle';
import { DatabaseRollupStore } from './DatabaseRollupStore';
import type { DatasetSnapshot } from './DatasetSnapshot';
import { deriveFirstSeen } from './deriveFirstSeen';
import { insightBody } from './insightBodies';
import { examine, neededPeriods, qualifyingOf, type Investigation } from './investigate';
import { periodsOf, standardLimit, standardPeriods, type StandardPeriod } from './periodsOf';
import { portfolioFacts } from './portfolioFacts';
import { Snapshots } from './Snapshots';
import { encodeStandardPeriod, isReadable, layoutMark } from './standardPeriodPayload';
import { failureRate } from './Tally';

/** The row that says that all services of a revision are computed. */
const wholeMark = { service: '', period: '' } as const;

/**
 * Computes at publish what most readers ask for: the standard periods of every service, and when each customer was
 * first seen. None of it is the truth: what is missing or of an older revision only makes a read slower.
 */
export class StandardPeriods {
  readonly #knex: Knex;
  readonly #logger: LoggerService;
  readonly #store: DatabaseRollupStore;
  readonly #snapshots: Snapshots;

  constructor(options: { knex: Knex; logger: LoggerService }) {
    this.#knex = options.knex;
    this.#logger = options.logger;
    this.#store = new DatabaseRollupStore(options.knex);
    this.#snapshots = new Snapshots(this.#store);
  }

  /**
   * Brings everything derived from a dataset's days up to its revision. Stops when another day is published meanwhile:
   * whoever published it derives again.
   */
  async derive(dataset: LoadedDataset): Promise<void> {
    const { id } = dataset.definition;
    const head = (await this.#store.heads([id])).get(id);
    const snapshot = await this.#snapshots.at(dataset, head);
    if (!snapshot.dataThrough || (await this.#isDerived(snapshot))) return;
    const startedAt = performance.now();
    if (dataset.definition.customer) {
      const isDerived = await deriveFirstSeen(
        {
          knex: this.#knex,
          store: this.#store,
          snapshot,
          qualifying: qualifyingOf(dataset.definition),
        },
        write => this.#writeAt(snapshot, write),
      );
      if (!isDerived) return;
    }
    const services = await this.#servicesOf(snapshot, snapshot.dataThrough);
    for (const service of services) {
      const rows = await this.#rowsOf(dataset, snapshot, snapshot.dataThrough, service);
      const isWritten = await this.#writeAt(snapshot, async tx => {
        await tx('service_periods')
          .insert(rows)
          .onConflict(['dataset_id', 'version', 'service', 'period'])
          .merge();
      });
      if (!isWritten) return;
    }
    await this.#finish(snapshot, snapshot.dataThrough);
    this.#logger.debug(
      `Standard periods of ${services.length} services of ${id} took ${Math.round(performance.now() - startedAt)} ms`,
    );
  }

  async #isDerived({ datasetId, version, revision }: DatasetSnapshot): Promise<boolean> {
    const row = await this.#knex<ServicePeriodRow>('service_periods')
      .where({ dataset_id: datasetId, version, ...wholeMark })
      .first('revision', 'payload');
    return row?.revision === revision && isReadable(row.payload);
  }

  /** Removes what is of an older revision, and says that everything is of this one. */
  async #finish(snapshot: DatasetSnapshot, dataThrough: Day): Promise<boolean> {
    const { datasetId, version, revision } = snapshot;
    return this.#writeAt(snapshot, async tx => {
      await tx<ServicePeriodRow>('service_periods')
        .where({ dataset_id: datasetId, version })
        .where('revision', '<>', revision)
        .delete();
      const mark: ServicePeriodRow = {
        dataset_id: datasetId,
        version,
        ...wholeMark,
        revision,
        data_through: dataThrough,
        calls: 0,
        previous_calls: null,
        service_faults: 0,
        failure_rate: null,
        active_customers: 0,
        payload: layoutMark,
      };
      await tx('service_periods')
        .insert(mark)
        .onConflict(['dataset_id', 'version', 'service', 'period'])
        .merge();
    });
  }

  /** Writes only while the dataset is at the snapshot's revision: what was computed from it is right then. */
  async #writeAt(
    { datasetId, version, revision }: DatasetSnapshot,
    write: (tx: Knex.Transaction) => Promise<void>,
  ): Promise<boolean> {
    return this.#knex.transaction(async tx => {
      const query = tx<DatasetRow>('datasets').where({ dataset_id: datasetId });
      if (tx.client.config.client === 'pg') query.forShare(); // SQLite has one writer anyway
      const head = await query.first();
      if (head?.revision !== revision || head.active_version !== version) return false;
      await write(tx);
      return true;
    });
  }

  /** The services with a day in the longest standard period or what it is compared with. */
  async #servicesOf({ datasetId, version }: DatasetSnapshot, dataThrough: Day): Promise<string[]> {
    const [{ from }] = longestNeeded(dataThrough);
    const rows: { service: string }[] = await this.#knex<ServiceDayRow>('service_days')
      .where({ dataset_id: datasetId, version })
      .whereBetween('day', [from, dataThrough])
      .distinct('service');
    return rows.map(({ service }) => service);
  }

  async #rowsOf(
    dataset: LoadedDataset,
    snapshot: DatasetSnapshot,
    dataThrough: Day,
    service: string,
  ): Promise<ServicePeriodRow[]> {
    const { datasetId, version, revision } = snapshot;
    const scope = { datasetId, version, services: [service], regions: undefined };
    const days = await this.#store.serviceDays(scope, longestNeeded(dataThrough));
    const firstSeen: FirstSeen = (await this.#store.firstSeen(scope, revision)) ?? new Map();
    const { historyStart = dataThrough } = snapshot;
    const uncounted = snapshot.uncountedDays({ from: historyStart, to: dataThrough });
    const lastEventDay = (await this.#store.lastEventDay(scope, dataThrough, uncounted)) ?? null;
    const newVersion = await this.#store.newVersion(scope);
    const rows: ServicePeriodRow[] = [];
    for (const standard of standardPeriods) {
      const inquiry = {
        definition: dataset.definition,
        snapshot,
        scope,
        periods: standardPeriodsOf(standard, dataThrough),
        limit: standardLimit,
        cohorts: true,
      };
      const { context, facts } = examine(inquiry, days, { firstSeen, newVersion });
      rows.push({
        dataset_id: datasetId,
        version,
        service,
        period: standard,
        revision,
        data_through: dataThrough,
        ...columnsOf(context),
        payload: await this.#payload(context, { ...facts, lastEventDay }),
      });
    }
    return rows;
  }

  async #payload(
    context: Investigation['context'],
    facts: Investigation['facts'],
  ): Promise<Buffer> {
    const namesOf = (ids: readonly number[]) => this.#store.customerNames(ids);
    const bodyOf = (insight: InsightId) => insightBody(insight, context, namesOf);
    return encodeStandardPeriod({
      facts,
      portfolio: portfolioFacts(context),
      bodies: {
        overview: await bodyOf('overview'),
        usage: await bodyOf('usage'),
        adoption: await bodyOf('adoption'),
        failures: await bodyOf('failures'),
        retention: await bodyOf('retention'),
        latency: await bodyOf('latency'),
        changes: await bodyOf('changes'),
      },
    });
  }
}

function standardPeriodsOf(standard: StandardPeriod, dataThrough: Day) {
  return periodsOf({ range: standard, compare: 'prev' }, dataThrough);
}

/** What the longest standard period reads: it holds what the others read. */
function longestNeeded(dataThrough: Day) {
  const needed = neededPeriods({
    periods: standardPeriodsOf('90d', dataThrough),
    cohorts: true,
  });
  const from = needed.map(period => period.from).reduce((a, b) => (a < b ? a : b));
  return [{ from, to: dataThrough }];
}

/** What tables sort and filter by. */
function columnsOf({ current, previous, definition }: Investigation['context']) {
  const total = current.total();
  return {
    calls: total.calls,
    previous_calls: previous ? previous.total().calls : null,
    service_faults: total.serviceFaults,
    failure_rate: failureRate(total),
    active_customers: definition.customer ? current.active().size : 0,
  };
}
