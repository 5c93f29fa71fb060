import { toDay, type Day } from 'backstage-plugin-service-insights-common';
import type { Knex } from 'knex';
import type { DefinitionFingerprint } from '../definitions/definitionFingerprint';
import { CustomerDictionary } from '../publish/CustomerDictionary';
import type { CustomerKeyPolicy } from '../publish/customerKey';
import type { CarriedOver, DayStore, Publication, PublishableDay } from '../publish/DayStore';
import type { ClaimedRun } from '../runs/Run';
import { carryOverDays } from './carryOverDays';
import { databaseDialect } from './databaseDialect';
import { internCustomers } from './internCustomers';
import { publishDay } from './publishDay';

/** Customers of a dataset that are kept in memory, so that few of a day's have to be asked for. */
const mostCustomersInMemory = 200_000;

/** Around the turn of a month, days of two are read. */
const monthsInMemory = 2;

/**
 * The published days in the plugin's database.
 *
 * @param clock - the plugin's clock
 */
export class DatabaseDayStore implements DayStore {
  readonly #knex: Knex;
  readonly #clock: () => number;
  /** By dataset and month, the last begun last. */
  readonly #customers = new Map<string, CustomerDictionary>();
  /** Erasures there were when this process last looked. */
  #erasures = 0;

  constructor(knex: Knex, clock: () => number) {
    this.#knex = knex;
    this.#clock = clock;
  }

  async versionOf(
    datasetId: string,
    { numbers: fingerprint, shape, lake }: DefinitionFingerprint,
  ): Promise<number> {
    const key = { dataset_id: datasetId, fingerprint };
    const loaded_at = this.#knex.raw(databaseDialect(this.#knex).nowMs);
    await this.#knex('datasets')
      .insert({ dataset_id: datasetId, active_version: null, revision: 0 })
      .onConflict()
      .ignore();
    // Another replica may take the number, or add the same fingerprint: then what is there is read again.
    for (;;) {
      const [found]: { version: number }[] = await this.#knex('dataset_versions')
        .where(key)
        .update({ shape, lake, loaded_at })
        .returning('version');
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

  customersOf(datasetId: string, day: Day): CustomerDictionary {
    const key = `${datasetId} ${monthOf(day)}`;
    const known = this.#customers.get(key);
    if (known !== undefined && known.size < mostCustomersInMemory) return known;
    const started = new CustomerDictionary();
    this.#customers.delete(key);
    const ofDataset = [...this.#customers.keys()].filter(other =>
      other.startsWith(`${datasetId} `),
    );
    for (const oldest of ofDataset.slice(0, 1 - monthsInMemory)) this.#customers.delete(oldest);
    this.#customers.set(key, started);
    return started;
  }

  async intern(
    datasetId: string,
    dictionary: CustomerDictionary,
    policy: CustomerKeyPolicy,
    day: Day,
  ): Promise<void> {
    const interning = { datasetId, policy, month: monthOf(day), nowMs: this.#clock() };
    await internCustomers(this.#knex, dictionary, interning);
  }

  async forgetErased(): Promise<void> {
    const [{ count }] = await this.#knex('erasures').count({ count: '*' });
    if (Number(count) !== this.#erasures) this.#customers.clear();
    this.#erasures = Number(count);
  }

  async publish(run: ClaimedRun, day: PublishableDay): Promise<Publication> {
    return this.#knex.transaction(tx => publishDay(tx, run, day, this.#clock()));
  }

  async carryOver(datasetId: string, version: number): Promise<CarriedOver> {
    return this.#knex.transaction(tx => carryOverDays(tx, datasetId, version));
  }

  async promote(
    datasetId: string,
    version: number,
    from: Day,
    isOutOfReach: (day: Day) => boolean,
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
        if (!covered.has(day) && !isOutOfReach(toDay(day))) return false;
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
    const served: number | null = dataset?.active_version ?? null;
    const kept = [version, served ?? version];
    const old = await this.#knex('dataset_days')
      .where({ dataset_id: datasetId })
      .where(either => either.where('day', '<', from).orWhereNotIn('version', kept))
      .select('dataset_id', 'version', 'source', 'day');
    // A day at a time: no transaction is long, and nobody waits behind one.
    for (const key of old) {
      await this.#knex.transaction(async tx => {
        await tx('service_days').where(key).delete();
        await tx('dataset_days').where(key).delete();
        if (key.version === served) {
          await tx('datasets')
            .where({ dataset_id: datasetId })
            .update({ revision: tx.raw('revision + 1') });
        }
      });
    }
    for (const table of ['service_periods', 'service_customers']) {
      await this.#knex(table).where({ dataset_id: datasetId }).whereNotIn('version', kept).delete();
    }
    return old.length;
  }
}

/** As 2026-03. */
function monthOf(day: Day): string {
  return day.slice(0, 7);
}
