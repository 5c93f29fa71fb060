import type {
  Day,
  OperatedDataset,
  OperatedRun,
  RunsAnswer,
  RunsQuery,
} from 'backstage-plugin-service-insights-common';
import type { Knex } from 'knex';
import { databaseDialect, rowsOf } from '../database/databaseDialect';
import { findingOf, suspicionOf } from '../database/dayMarks';
import type { DatasetDayRow, RunRow } from '../database/rows';
import { newestFailure } from '../database/newestFailure';
import { leased } from '../database/runStates';
import type { Finding, Suspicion } from '../publish/Suspicion';
import { describeRun } from './describeRun';
import { readCursor, writeCursor } from './RunCursor';

/** What an operator may see of a run: no token, no id of the engine, no lease. */
const shown = [
  'id',
  'dataset_id',
  'version',
  'source',
  'day',
  'attempt',
  'state',
  'due_at',
  'bytes_scanned',
  'bytes_billed',
  'usd',
  'result_rows',
  'error_class',
  'error_code',
  'error_message',
  'created_at',
  'started_at',
  'finished_at',
] as const satisfies readonly (keyof RunRow)[];

type ShownRow = Pick<RunRow, (typeof shown)[number]>;

/** A published day with marks. */
export type MarkedDay = {
  day: Day;
  source: string;
  suspicion: readonly Suspicion[];
  finding: Finding | undefined;
};

/** So many marked days of a dataset are told. */
const mostMarkedDays = 100;

/** How the runs of a dataset wait and go. */
export type Queue = OperatedDataset['queue'];

/** The ledger, read for operators. */
export class Ledger {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  /** Runs, newest first, a page at a time. */
  async runs(query: RunsQuery): Promise<RunsAnswer> {
    const after = query.cursor === undefined ? undefined : readCursor(query.cursor);
    const rows: ShownRow[] = await this.#knex<RunRow>('runs')
      .select(...shown)
      .modify(runs => {
        if (query.dataset !== undefined) runs.where('dataset_id', query.dataset);
        if (query.state !== undefined) runs.where('state', query.state);
        if (query.from !== undefined) runs.where('day', '>=', query.from);
        if (query.to !== undefined) runs.where('day', '<=', query.to);
        if (query.source !== undefined) runs.where('source', query.source);
        if (query.since !== undefined) runs.where('created_at', '>=', Date.parse(query.since));
        if (after !== undefined) {
          runs.whereRaw('(created_at < ? OR (created_at = ? AND id < ?))', [
            after.createdAtMs,
            after.createdAtMs,
            after.id,
          ]);
        }
      })
      .orderBy([
        { column: 'created_at', order: 'desc' },
        { column: 'id', order: 'desc' },
      ])
      .limit(query.limit + 1);
    const page = rows.slice(0, query.limit);
    const last = rows.length > query.limit ? page.at(-1) : undefined;
    return {
      runs: page.map(toOperatedRun),
      nextCursor: last ? writeCursor({ createdAtMs: Number(last.created_at), id: last.id }) : null,
    };
  }

  /** One run; nothing when the ledger has none of this id. */
  async run(id: string): Promise<OperatedRun | undefined> {
    if (!/^[0-9a-f-]{36}$/.test(id)) return undefined; // PostgreSQL refuses to compare anything else
    const row: ShownRow | undefined = await this.#knex<RunRow>('runs')
      .where({ id })
      .first(...shown);
    return row && toOperatedRun(row);
  }

  /** The queue of each dataset that has one. */
  async queues(): Promise<ReadonlyMap<string, Queue>> {
    const { nowMs } = databaseDialect(this.#knex);
    const rows = await rowsOf<QueueRow>(
      this.#knex,
      `SELECT dataset_id,
         sum(CASE WHEN state = 'queued' THEN 1 ELSE 0 END) AS waiting,
         sum(CASE WHEN state IN ${leased} THEN 1 ELSE 0 END) AS running,
         min(CASE WHEN state = 'queued' THEN due_at END) AS next_due_at,
         min(CASE WHEN state = 'queued' AND due_at <= ${nowMs} THEN due_at END) AS oldest_due_at
       FROM runs
       WHERE state = 'queued' OR state IN ${leased}
       GROUP BY dataset_id`,
      [],
    );
    return new Map(
      rows.map(row => [
        row.dataset_id,
        {
          waiting: Number(row.waiting),
          running: Number(row.running),
          nextDueAt: instantOf(row.next_due_at),
          oldestDueAt: instantOf(row.oldest_due_at),
        },
      ]),
    );
  }

  /** The day that was published last, and when. */
  async lastPublished(
    datasetId: string,
    version: number,
  ): Promise<OperatedDataset['lastPublished']> {
    const row = await this.#knex<DatasetDayRow>('dataset_days')
      .where({ dataset_id: datasetId, version })
      .orderBy('published_at', 'desc')
      .orderBy('day', 'desc')
      .first('day', 'published_at');
    return row ? { day: row.day, at: toInstant(row.published_at) } : null;
  }

  /** The newest failure that no later run of its day has made good; one that still goes on before all others. */
  async lastFailure(datasetId: string, version: number): Promise<OperatedDataset['lastFailure']> {
    const row = await newestFailure(this.#knex, { datasetId, version });
    if (!row) return null;
    return {
      runId: row.id,
      day: row.day,
      at: toInstant(row.finished_at ?? row.started_at ?? 0),
      ...failureOf(row),
    };
  }

  /** The days that were published though they are unlike others, or kept though a newer reading was; newest first. */
  async markedDays(datasetId: string, version: number): Promise<MarkedDay[]> {
    const rows: DatasetDayRow[] = await this.#knex<DatasetDayRow>('dataset_days')
      .where({ dataset_id: datasetId, version })
      .where(either => either.whereNotNull('suspicion').orWhereNotNull('finding'))
      .orderBy('day', 'desc')
      .limit(mostMarkedDays);
    return rows.map(row => ({
      day: row.day,
      source: row.source,
      suspicion: suspicionOf(row),
      finding: findingOf(row),
    }));
  }
}

type Instant = number | string;
type QueueRow = {
  dataset_id: string;
  waiting: Instant;
  running: Instant;
  next_due_at: Instant | null;
  oldest_due_at: Instant | null;
};

function toOperatedRun(row: ShownRow): OperatedRun {
  const dueAt = toInstant(row.due_at);
  return {
    id: row.id,
    datasetId: row.dataset_id,
    version: row.version,
    source: row.source,
    day: row.day,
    attempt: row.attempt,
    state: row.state,
    says: describeRun({ ...row, dueAt }),
    createdAt: toInstant(row.created_at),
    dueAt: row.state === 'queued' ? dueAt : null,
    startedAt: instantOf(row.started_at),
    finishedAt: instantOf(row.finished_at),
    bytesScanned: numberOf(row.bytes_scanned),
    bytesBilled: numberOf(row.bytes_billed),
    usd: row.usd,
    resultRows: row.result_rows,
    failure: row.error_class === null ? null : failureOf(row),
  };
}

function failureOf(row: Pick<RunRow, 'error_class' | 'error_code' | 'error_message'>) {
  return {
    class: row.error_class ?? 'unknown',
    code: row.error_code ?? 'unknown',
    message: row.error_message ?? 'The run failed',
  };
}

function instantOf(ms: Instant | null): string | null {
  return ms === null ? null : toInstant(ms);
}

function toInstant(ms: Instant): string {
  return new Date(Number(ms)).toISOString();
}

function numberOf(value: Instant | null): number | null {
  return value === null ? null : Number(value);
}
