import type { RunCost } from 'backstage-plugin-service-insights-node';
import type { Knex } from 'knex';
import pLimit from 'p-limit';
import type { ClaimedRun, FailedRun, HeldRun, KnownDay, NewRun, StoppingRun } from '../runs/Run';
import type { RunSource, RunStore, SweepScope } from '../runs/RunStore';
import { stopReasons, type StopReason } from '../runs/StopReason';
import { databaseDialect, rowsOf, type DatabaseDialect } from './databaseDialect';
import { costColumns, endRun, failureColumns } from './endRun';
import { claimedRun, newRunRow, stoppingRun } from './ledgerRuns';
import { readKnownDays } from './readKnownDays';
import type { RunRow } from './rows';
import { fenced, leased, open, stateAfter, statesBefore } from './runStates';
import { settleRun } from './settleRun';
import { ofSources, toBeEnded } from './sweepConditions';
import { takeRuns } from './takeRuns';

/**
 * The ledger in the plugin's database.
 *
 * @param clock - the plugin's clock, which says when runs started and finished. Leases, due times and the order of runs
 *   are by the database's clock: the plugin's may stand still, and replicas' differ.
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
      statement: 'text',
      known_runs: 'integer',
    });
    const json = JSON.stringify(
      runs.map(run => ({ ...newRunRow(run), known_runs: run.knownRuns })),
    );
    // A run that came and went between plan and here has done the work: hence the count. One that is open, or comes at
    // this very moment, meets the unique index.
    const inserted = await rowsOf(
      this.#knex,
      `INSERT INTO runs (id, dataset_id, version, source, day, attempt, state, token, source_version, statement, fence, due_at, created_at)
       SELECT ${this.#dialect.uuid('given.id')}, dataset_id, version, source, day, attempt, 'queued', token, source_version, statement, 0, ${this.#dialect.nowMs}, ${this.#dialect.nowMs}
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

  async claim(
    owner: string,
    sources: readonly RunSource[],
    limit: number,
    held: readonly RunSource[] = [],
  ): Promise<ClaimedRun[]> {
    if (sources.length === 0 || limit === 0) return [];
    const ofThese = ofSources(sources);
    const isHeld = ofSources(held);
    const rows = await takeRuns(this.#knex, {
      event: 'claim',
      owner,
      leaseMs: this.leaseMs,
      which: {
        sql: `CASE state WHEN 'queued' THEN due_at ELSE lease_until END <= ${this.#dialect.nowMs}
          AND ${ofThese.sql} AND NOT (state = 'queued' AND ${isHeld.sql})`,
        bindings: [...ofThese.bindings, ...isHeld.bindings],
      },
      orderBy: 'day DESC, created_at',
      limit,
      set: {
        sql: "may_be_started = (state <> 'queued'), started_at = coalesce(started_at, ?)",
        bindings: [this.#clock()],
      },
    });
    return rows.map(claimedRun).sort((a, b) => b.day.localeCompare(a.day));
  }

  async untilWork(
    owner: string,
    sources: readonly RunSource[],
    held: readonly RunSource[],
  ): Promise<number | undefined> {
    const ofThese = ofSources(sources);
    const isHeld = ofSources(held);
    const [next] = await rowsOf<{ at: number | string | null; now: number | string }>(
      this.#knex,
      `SELECT ${this.#dialect.nowMs} AS now, min(
         CASE
           WHEN state = 'queued' THEN due_at
           WHEN lease_owner IS NULL THEN lease_until
           ELSE 0
         END
       ) AS at
       FROM runs
       WHERE state IN ${statesBefore('claim')}
         AND (lease_owner IS NULL OR lease_owner <> ?)
         AND ${ofThese.sql}
         AND NOT (state = 'queued' AND ${isHeld.sql})`,
      [owner, ...ofThese.bindings, ...isHeld.bindings],
    );
    return next.at === null ? undefined : Math.max(0, Number(next.at) - Number(next.now));
  }

  async started(run: HeldRun, engineRunId: string): Promise<boolean> {
    const changed = await this.#knex('runs')
      .whereRaw(fenced('start'), [run.id, run.fence])
      .update({
        state: this.#knex.raw(stateAfter('start')),
        engine_run_id: engineRunId,
        statement: null,
        error_class: null,
        error_code: null,
        error_message: null,
      });
    return changed === 1;
  }

  async reading(run: HeldRun): Promise<boolean> {
    const changed = await this.#knex('runs')
      .whereRaw(fenced('read'), [run.id, run.fence])
      .update({ state: this.#knex.raw(stateAfter('read')) });
    return changed === 1;
  }

  /** Each by itself: a run whose end is being written would otherwise hold up the others, and deadlock with their ends. */
  async extend(owner: string, ids: readonly string[]): Promise<Map<string, number>> {
    const few = pLimit(3);
    const held = await Promise.all(ids.map(id => few(() => this.#extendOne(owner, id))));
    return new Map(held.flat().map(({ id, fence }) => [id, fence]));
  }

  async #extendOne(owner: string, id: string): Promise<Pick<RunRow, 'id' | 'fence'>[]> {
    return this.#knex('runs')
      .where({ id, lease_owner: owner })
      .whereRaw(`state IN ${leased}`)
      .update({ lease_until: this.#in(this.leaseMs) })
      .returning(['id', 'fence']);
  }

  async postpone(run: HeldRun, { failure, cost }: FailedRun, delayMs: number): Promise<boolean> {
    return this.#knex.transaction(async tx => {
      const changed = await tx('runs')
        .whereRaw(fenced('postpone'), [run.id, run.fence])
        .update({
          ...failureColumns(failure),
          ...costColumns(cost),
          state: tx.raw(stateAfter('postpone')),
          lease_owner: null,
          lease_until: null,
          started_at: null,
          due_at: this.#in(delayMs),
        });
      if (changed !== 1) return false;
      await settleRun(tx, run.id, { started: false }, this.#clock());
      return true;
    });
  }

  async rest(run: HeldRun, { failure }: FailedRun, delayMs: number): Promise<boolean> {
    const changed = await this.#knex('runs')
      .whereRaw(fenced('rest'), [run.id, run.fence])
      .update({
        ...failureColumns(failure),
        state: this.#knex.raw(stateAfter('rest')),
        lease_owner: null,
        lease_until: this.#in(delayMs),
      });
    return changed === 1;
  }

  async fail(
    run: HeldRun,
    failed: FailedRun,
    next?: { run: NewRun; delayMs: number },
  ): Promise<boolean> {
    return this.#knex.transaction(async tx => {
      if (!(await endRun(tx, run, { event: 'fail', ...failed }, this.#clock()))) return false;
      if (next !== undefined) {
        await tx('runs').insert({
          ...newRunRow(next.run),
          state: 'queued',
          fence: 0,
          due_at: this.#in(next.delayMs),
          created_at: this.#in(0),
        });
      }
      return true;
    });
  }

  async stop(run: HeldRun, reason: StopReason): Promise<StoppingRun | undefined> {
    const rows: RunRow[] = await this.#knex('runs')
      .whereRaw(fenced('stop'), [run.id, run.fence])
      .update({
        state: this.#knex.raw(stateAfter('stop')),
        error_class: null,
        error_code: reason,
        error_message: stopReasons[reason],
      })
      .returning('*');
    return rows.map(stoppingRun).at(0);
  }

  async sweep(owner: string, scope: SweepScope, limit: number): Promise<StoppingRun[]> {
    const { nowMs } = this.#dialect;
    const ended = toBeEnded(scope, nowMs);
    const rows = await takeRuns(this.#knex, {
      event: 'sweep',
      owner,
      leaseMs: this.leaseMs,
      which: {
        sql: `CASE state WHEN 'stopping' THEN lease_until <= ${nowMs} ELSE ${ended.sql} END`,
        bindings: ended.bindings,
      },
      orderBy: 'created_at',
      limit,
      set: {
        sql: `error_class = null, error_message = null,
          error_code = CASE state WHEN 'stopping' THEN error_code ELSE ${ended.reason.sql} END`,
        bindings: ended.reason.bindings,
      },
    });
    return rows.map(stoppingRun);
  }

  async cancelQueued(scope: SweepScope): Promise<number> {
    const ended = toBeEnded(scope, this.#dialect.nowMs);
    const queued = await rowsOf<RunRow>(
      this.#knex,
      `SELECT * FROM runs WHERE state = 'queued' AND ${ended.sql}`,
      ended.bindings,
    );
    let cancelled = 0;
    for (const run of queued) {
      const isDisabled = scope.disabledDatasets.includes(run.dataset_id);
      const reason = isDisabled ? 'disabled' : 'superseded';
      if (await this.#cancel(run, reason, undefined)) cancelled += 1;
    }
    return cancelled;
  }

  async cancel(run: StoppingRun, cost: RunCost | undefined): Promise<boolean> {
    return this.#cancel(run, run.reason, cost);
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

  async #cancel(run: HeldRun, reason: StopReason, cost: RunCost | undefined): Promise<boolean> {
    const ending = { event: 'cancel' as const, reason, cost };
    return this.#knex.transaction(tx => endRun(tx, run, ending, this.#clock()));
  }

  /** So many milliseconds from now, by the database's clock. */
  #in(delayMs: number): Knex.Raw {
    return this.#knex.raw(`${this.#dialect.nowMs} + ?`, [delayMs]);
  }
}
