import { runStates } from 'backstage-plugin-service-insights-common';
import type { Knex } from 'knex';
import { isOpen } from '../runs/transitions';
import { databaseDialect, rowsOf } from './databaseDialect';

/** Rows that one statement removes: few enough that nobody waits for it. */
const batchSize = 5_000;

/** Batches of one turn: what is left then is left for the next. */
const mostBatches = 20;

/** What is kept of a dataset besides days, customers, runs and erasures. */
const datasetTables = [
  'service_periods',
  'service_customers',
  'budget_refusals',
  'dataset_versions',
  'datasets',
];

/** Removes from the plugin's database what is not kept any more. */
export class DatabaseRetention {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  /**
   * Takes a turn, by the database's clock.
   *
   * @returns false when some replica began one within the given time
   */
  async begin(unlessWithinMs: number): Promise<boolean> {
    const { nowMs } = databaseDialect(this.#knex);
    const begun = await this.#knex('retention_turns')
      .whereRaw(`begun_at <= ${nowMs} - ?`, [unlessWithinMs])
      .update({ begun_at: this.#knex.raw(nowMs) });
    return begun > 0;
  }

  /**
   * Removes runs that ended before an instant, except those whose day is published: they say what it cost.
   *
   * @param beforeMs - by the plugin's clock
   * @returns how many
   */
  async removeRuns(beforeMs: number): Promise<number> {
    return this.#inBatches(
      tx =>
        tx('runs')
          .whereIn(
            'state',
            runStates.filter(state => !isOpen(state)),
          )
          .where('finished_at', '<', beforeMs)
          .whereNotIn('id', tx('dataset_days').select('run_id')),
      'runs',
    );
  }

  /**
   * Removes the keys of customers of a dataset who were not seen since a month.
   *
   * @param month - the first that is kept, as 2026-03
   * @returns how many
   */
  async removeCustomers(datasetId: string, month: string): Promise<number> {
    return this.#inBatches(
      tx =>
        tx('customers')
          .where({ dataset_id: datasetId })
          .whereNot({ seen_month: '' }) // not known
          .where('seen_month', '<', month),
      'customers',
    );
  }

  /**
   * Notes which datasets no definition has any more.
   *
   * @param loaded - those that one has
   * @returns the others, and for how long they are missing
   */
  async noteMissing(loaded: readonly string[]): Promise<{ id: string; missingMs: number }[]> {
    const { nowMs } = databaseDialect(this.#knex);
    await this.#knex('datasets')
      .whereIn('dataset_id', [...loaded])
      .update({ missing_since: null });
    await this.#knex('datasets')
      .whereNotIn('dataset_id', [...loaded])
      .whereNull('missing_since')
      .update({ missing_since: this.#knex.raw(nowMs) });
    const rows = await rowsOf<{ dataset_id: string; missing_ms: number | string }>(
      this.#knex,
      `SELECT dataset_id, ${nowMs} - missing_since AS missing_ms FROM datasets
       WHERE missing_since IS NOT NULL ORDER BY dataset_id`,
      [],
    );
    return rows.map(row => ({ id: row.dataset_id, missingMs: Number(row.missing_ms) }));
  }

  /**
   * Removes what is kept of a dataset: everything but its runs, which are of the ledger, and who was erased from it.
   *
   * @returns false when something is left for the next turn
   */
  async removeDataset(datasetId: string): Promise<boolean> {
    const ofDataset = { dataset_id: datasetId };
    const days = await this.#knex('dataset_days')
      .where(ofDataset)
      .select('dataset_id', 'version', 'source', 'day');
    for (const key of days) {
      await this.#knex.transaction(async tx => {
        await tx('service_days').where(key).delete();
        await tx('dataset_days').where(key).delete();
      });
    }
    await this.#inBatches(tx => tx('customers').where(ofDataset), 'customers');
    if (await this.#knex('customers').where(ofDataset).first('id')) return false;
    await this.#knex.transaction(async tx => {
      for (const table of datasetTables) await tx(table).where(ofDataset).delete();
    });
    return true;
  }

  async #inBatches(
    select: (tx: Knex.Transaction) => Knex.QueryBuilder,
    table: 'runs' | 'customers',
  ): Promise<number> {
    let removed = 0;
    for (let batch = 0; batch < mostBatches; batch++) {
      const count = await this.#knex.transaction(async (tx): Promise<number> => {
        const old = select(tx).orderBy('id').limit(batchSize);
        if (tx.client.config.client === 'pg') old.forUpdate().skipLocked(); // nobody is waited for
        const ids: (string | number)[] = await old.pluck('id');
        return tx(table).whereIn('id', ids).delete();
      });
      removed += count;
      if (count < batchSize) break;
    }
    return removed;
  }
}
