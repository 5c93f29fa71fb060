import type { Knex } from 'knex';
import type { PlanStore } from '../plan/PlanStore';
import { databaseDialect, rowsOf, type DatabaseDialect } from './databaseDialect';
import type { DatasetRow } from './rows';

/** So long a replica leaves a dataset to one that has loaded a newer version: longer than a rolling deployment takes. */
const newerVersionMs = 900_000;

/**
 * What planning remembers, in the plugin's database.
 *
 * @param clock - the plugin's clock, which failures are noted by. When something was planned or loaded is by the
 *   database's clock, as replicas' differ.
 */
export class DatabasePlanStore implements PlanStore {
  readonly #knex: Knex;
  readonly #clock: () => number;
  readonly #dialect: DatabaseDialect;

  constructor(knex: Knex, clock: () => number) {
    this.#knex = knex;
    this.#clock = clock;
    this.#dialect = databaseDialect(knex);
  }

  async begin(datasetId: string, version: number, unlessWithinMs: number | undefined) {
    const { nowMs } = this.#dialect;
    const isDue =
      unlessWithinMs === undefined
        ? ''
        : `AND (planned_at IS NULL OR planned_at <= ${nowMs} - ${Math.trunc(unlessWithinMs)})`;
    const begun = await rowsOf(
      this.#knex,
      `UPDATE datasets SET planned_at = ${nowMs}
       WHERE dataset_id = ? ${isDue}
         AND NOT EXISTS (
           SELECT 1 FROM dataset_versions AS mine
           JOIN dataset_versions AS newer ON newer.dataset_id = mine.dataset_id
           WHERE mine.dataset_id = ? AND mine.version = ?
             AND newer.loaded_at > mine.loaded_at
             AND newer.loaded_at > ${nowMs} - ${newerVersionMs}
         )
       RETURNING dataset_id`,
      [datasetId, datasetId, version],
    );
    return begun.length > 0;
  }

  async behind(datasetId: string, days: number) {
    await this.#knex<DatasetRow>('datasets')
      .where({ dataset_id: datasetId })
      .update({ days_behind: days });
  }

  async breakerResetAtMs(datasetId: string) {
    const row = await this.#knex<DatasetRow>('datasets')
      .where({ dataset_id: datasetId })
      .first('breaker_reset_at');
    const resetAt = row?.breaker_reset_at ?? undefined;
    return resetAt === undefined ? undefined : Number(resetAt);
  }

  async resetBreaker(datasetId: string) {
    await this.#knex<DatasetRow>('datasets')
      .where({ dataset_id: datasetId })
      .update({ breaker_reset_at: this.#clock() });
  }
}
