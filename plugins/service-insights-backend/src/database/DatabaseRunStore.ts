import type { Knex } from 'knex';
import type { ClaimedRun, FailedRun, KnownDay, NewRun } from '../runs/Run';
import type { RunSource, RunStore } from '../runs/RunStore';
import { databaseDialect, rowsOf, type DatabaseDialect } from './databaseDialect';
import { readKnownDays } from './readKnownDays';
import type { RunRow } from './rows';
import { leased, open } from './runStates';

/** Runs of versions that nobody asked for this long are ended. */
const abandonedMs = 600_000;

const fenced = `id = ? AND fence = ? AND state IN ${leased}`;

/**
 * The ledger in the plugin's database.
 *
 * @param clock - the plugin's clock, which says when runs started and finished. Leases, due times and the order of runs
 *   are by the database's clock: the plugin's may stand still, and replicas' differ.
 * @param options - `leaseMs`: how long a dead replica's runs wait, against how long a live one may be silent
 */
export class DatabaseRunStore implements RunStore {
  readonly leaseMs: number;
  readonly #knex: Knex;
  readonly #clock: () => number;
  readonly #dialect: DatabaseDialect;

  constructor(knex: Knex, clock: () => number, { leaseMs = 15_000 } = {}) {
    this.leaseMs = leaseMs;
    this.#knex = knex;
    this.#clock = clock;
    this.#dialect = databaseDialect(knex);
  }

  async knownDays(source: RunSource): Promise<KnownDay[]> {
    return readKnownDays(this.#knex, source);
  }

  async enqueue(runs: readonly (NewRun & { knownRuns: number })[]): Promise<number> {
    if (runs.length === 0) return 0;
    const given = this.#dialect.jsonRows({
      id: 'text',
      dataset_id: 'text',
      version: 'integer',
      source: 'text',
      day: 'text',
      attempt: 'integer',
      token: 'text',
      source_version: 'text',
      known_runs: 'integer',
    });
    const json = JSON.stringify(runs.map(run => ({ ...toRow(run), known_runs: run.knownRuns })));
    // A run that came and went between plan and here has done the work: hence the count. One that is open, or comes at
    // this very moment, meets the unique index.
    const inserted = await rowsOf(
      this.#knex,
      `INSERT INTO runs (id, dataset_id, version, source, day, attempt, state, token, source_version, fence, due_at, created_at)
       SELECT ${this.#dialect.uuid('given.id')}, dataset_id, version, source, day, attempt, 'queued', token, source_version, 0, ${this.#dialect.nowMs}, ${this.#dialect.nowMs}
       FROM ${given}
       WHERE known_runs = (
         SELECT count(*) FROM runs
         WHERE runs.dataset_id = given.dataset_id AND runs.version = given.version
           AND runs.source = given.source AND runs.day = given.day
       )
       ON CONFLICT DO NOTHING
       RETURNING id`,
      [json],
    );
    return inserted.length;
  }

  async claim(owner: string, sources: readonly RunSource[], limit: number): Promise<ClaimedRun[]> {
    if (sources.length === 0 || limit === 0) return [];
    const { nowMs, skipLocked } = this.#dialect;
    const rows = await rowsOf<RunRow>(
      this.#knex,
      `WITH due AS (
         SELECT id FROM runs
         WHERE ((state = 'queued' AND due_at <= ${nowMs})
             OR (state IN ${leased} AND lease_until <= ${nowMs}))
           AND (${sources.map(() => '(dataset_id = ? AND version = ? AND source = ?)').join(' OR ')})
         ORDER BY day DESC, created_at
         LIMIT ?
         ${skipLocked}
       )
       UPDATE runs SET
         state = CASE WHEN state = 'queued' THEN 'starting' ELSE state END,
         lease_owner = ?,
         lease_until = ${nowMs} + ?,
         fence = fence + 1,
         started_at = coalesce(started_at, ?)
       WHERE id IN (SELECT id FROM due)
       RETURNING *`,
      [
        ...sources.flatMap(({ datasetId, version, source }) => [datasetId, version, source]),
        limit,
        owner,
        this.leaseMs,
        this.#clock(),
      ],
    );
    return rows.map(toClaimedRun).sort((a, b) => b.day.localeCompare(a.day));
  }

  async started(run: ClaimedRun, engineRunId: string): Promise<boolean> {
    const changed = await this.#knex('runs')
      .whereRaw(fenced, [run.id, run.fence])
      .update({ state: 'running', engine_run_id: engineRunId });
    return changed === 1;
  }

  async extend(owner: string, ids: readonly string[]): Promise<Map<string, number>> {
    const held: Pick<RunRow, 'id' | 'fence'>[] = await this.#knex('runs')
      .whereIn('id', [...ids])
      .where({ lease_owner: owner })
      .whereRaw(`state IN ${leased}`)
      .update({ lease_until: this.#knex.raw(`${this.#dialect.nowMs} + ?`, [this.leaseMs]) })
      .returning(['id', 'fence']);
    return new Map(held.map(({ id, fence }) => [id, fence]));
  }

  async postpone(run: ClaimedRun, failed: FailedRun, delayMs: number): Promise<boolean> {
    const changed = await this.#knex('runs')
      .whereRaw(fenced, [run.id, run.fence])
      .update({
        ...failureColumns(failed),
        state: 'queued',
        lease_owner: null,
        lease_until: null,
        started_at: null,
        due_at: this.#knex.raw(`${this.#dialect.nowMs} + ?`, [delayMs]),
      });
    return changed === 1;
  }

  async fail(
    run: ClaimedRun,
    failed: FailedRun,
    next?: { run: NewRun; delayMs: number },
  ): Promise<boolean> {
    return this.#knex.transaction(async tx => {
      const changed = await tx('runs')
        .whereRaw(fenced, [run.id, run.fence])
        .update({
          ...failureColumns(failed),
          state: 'failed',
          lease_owner: null,
          lease_until: null,
          finished_at: this.#clock(),
        });
      if (changed !== 1) return false;
      if (next !== undefined) {
        await tx('runs').insert({
          ...toRow(next.run),
          state: 'queued',
          fence: 0,
          due_at: tx.raw(`${this.#dialect.nowMs} + ?`, [next.delayMs]),
          created_at: tx.raw(this.#dialect.nowMs),
        });
      }
      return true;
    });
  }

  async handBack(owner: string): Promise<void> {
    await this.#knex('runs')
      .where({ lease_owner: owner })
      .whereRaw(`state IN ${leased}`)
      .update({ lease_until: 0 });
  }

  async openRuns(): Promise<Map<string, number>> {
    const rows = await rowsOf<{ dataset_id: string; runs: number | string }>(
      this.#knex,
      `SELECT dataset_id, count(*) AS runs FROM runs WHERE state IN ${open} GROUP BY dataset_id`,
      [],
    );
    return new Map(rows.map(({ dataset_id, runs }) => [dataset_id, Number(runs)]));
  }

  async cancelAbandoned(
    current: readonly RunSource[],
  ): Promise<{ source: string; engineRunId: string }[]> {
    const isCurrent = current.map(() => '(dataset_id = ? AND version = ? AND source = ?)');
    const ended = await rowsOf<Pick<RunRow, 'source' | 'engine_run_id'>>(
      this.#knex,
      `UPDATE runs SET state = 'cancelled', fence = fence + 1, finished_at = ?
       WHERE state IN ${open}
         AND coalesce(lease_until, due_at) < ${this.#dialect.nowMs} - ?
         AND NOT (${isCurrent.join(' OR ') || '1 = 0'})
       RETURNING source, engine_run_id`,
      [
        this.#clock(),
        abandonedMs,
        ...current.flatMap(({ datasetId, version, source }) => [datasetId, version, source]),
      ],
    );
    return ended.flatMap(({ source, engine_run_id: id }) =>
      id === null ? [] : [{ source, engineRunId: id }],
    );
  }
}

function toRow(run: NewRun) {
  return {
    id: run.id,
    dataset_id: run.datasetId,
    version: run.version,
    source: run.source,
    day: run.day,
    attempt: run.attempt,
    token: run.token,
    source_version: run.sourceVersion ?? null,
  };
}

function toClaimedRun(row: RunRow): ClaimedRun {
  return {
    id: row.id,
    datasetId: row.dataset_id,
    version: row.version,
    source: row.source,
    day: row.day,
    attempt: row.attempt,
    token: row.token,
    sourceVersion: row.source_version ?? undefined,
    engineRunId: row.engine_run_id ?? undefined,
    fence: row.fence,
    startedAtMs: Number(row.started_at),
  };
}

function failureColumns({ failure, cost }: FailedRun) {
  return {
    error_class: failure.class,
    error_code: failure.code,
    error_message: failure.message,
    bytes_scanned: cost?.bytesScanned ?? null,
    bytes_billed: cost?.bytesBilled ?? null,
    usd: cost?.usd ?? null,
  };
}
