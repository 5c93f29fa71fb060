import { randomUUID } from 'node:crypto';
import type { Period } from 'backstage-plugin-service-insights-common';
import type { Knex } from 'knex';
import { databaseDialect, rowsOf } from '../database/databaseDialect';

/** What was estimated, and is confirmed: nothing else may be done in its name. */
export type Confirmable = { datasetId: string; version: number; range: Period };

const validForMs = 600_000;

/**
 * Confirmations of backfills: good once, for what was estimated, on any replica, for ten minutes by the database's
 * clock.
 */
export class BackfillConfirmations {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  /** Makes one, and forgets those that are too old. */
  async issue({
    datasetId,
    version,
    range,
  }: Confirmable): Promise<{ confirm: string; expiresAtMs: number }> {
    const { nowMs, uuid } = databaseDialect(this.#knex);
    await this.#knex.raw(`DELETE FROM backfill_confirmations WHERE expires_at <= ${nowMs}`);
    const confirm = randomUUID();
    const [{ expires_at: expiresAt }] = await rowsOf<{ expires_at: number | string }>(
      this.#knex,
      `INSERT INTO backfill_confirmations (id, dataset_id, version, from_day, to_day, expires_at)
       VALUES (${uuid('?')}, ?, ?, ?, ?, ${nowMs} + ${validForMs})
       RETURNING expires_at`,
      [confirm, datasetId, version, range.from, range.to],
    );
    return { confirm, expiresAtMs: Number(expiresAt) };
  }

  /** Uses one up. @returns whether it was good for this */
  async redeem(confirm: string, { datasetId, version, range }: Confirmable): Promise<boolean> {
    if (!/^[0-9a-f-]{36}$/.test(confirm)) return false; // PostgreSQL refuses to compare anything else
    const { nowMs, uuid } = databaseDialect(this.#knex);
    const redeemed = await rowsOf(
      this.#knex,
      `DELETE FROM backfill_confirmations
       WHERE id = ${uuid('?')} AND dataset_id = ? AND version = ? AND from_day = ? AND to_day = ?
         AND expires_at > ${nowMs}
       RETURNING id`,
      [confirm, datasetId, version, range.from, range.to],
    );
    return redeemed.length === 1;
  }
}
