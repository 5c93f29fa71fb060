import { toDay } from 'backstage-plugin-service-insights-common';
import type { EngineErrorClass } from 'backstage-plugin-service-insights-node';
import type { Knex } from 'knex';
import type { KnownDay } from '../runs/Run';
import type { RunSource } from '../runs/RunStore';
import { isOpen } from '../runs/transitions';
import { rowsOf } from './databaseDialect';
import { findingOf } from './dayMarks';
import type { DatasetDayState, RunRow } from './rows';
import { open } from './runStates';

/** The last run of each day (an open one before all others), and what is published of it. */
const knownDaysSql = `
  SELECT
    coalesce(ran.day, published.day) AS day,
    coalesce(ran.runs, 0) AS runs,
    ran.state AS last_state,
    ran.error_class,
    ran.finished_at,
    ran.failures,
    ran.read_at,
    published.state AS published_state,
    published.source_version,
    published.read_version,
    published.finding,
    published.published_at
  FROM (
    SELECT * FROM (
      SELECT
        day, state, error_class, finished_at,
        count(*) OVER (PARTITION BY day) AS runs,
        count(CASE WHEN state = 'failed' THEN 1 END) OVER (PARTITION BY day, error_class) AS failures,
        max(CASE WHEN state = 'done' THEN finished_at END) OVER (PARTITION BY day) AS read_at,
        row_number() OVER (
          PARTITION BY day
          ORDER BY CASE WHEN state IN ${open} THEN 0 ELSE 1 END, created_at DESC, attempt DESC
        ) AS place
      FROM runs
      WHERE dataset_id = ? AND version = ? AND source = ?
    ) AS placed
    WHERE place = 1
  ) AS ran
  FULL JOIN (
    SELECT day, state, source_version, read_version, finding, published_at FROM dataset_days
    WHERE dataset_id = ? AND version = ? AND source = ?
  ) AS published ON published.day = ran.day
`;

/** What the ledger and the published days say about each day of a source that was ever run or published. */
export async function readKnownDays(
  knex: Knex,
  { datasetId, version, source }: RunSource,
): Promise<KnownDay[]> {
  const key = [datasetId, version, source];
  const rows = await rowsOf<KnownDayRow>(knex, knownDaysSql, [...key, ...key]);
  return rows.map(row => toKnownDay(row, version));
}

type KnownDayRow = {
  day: string;
  runs: number | string;
  last_state: RunRow['state'] | null;
  error_class: string | null;
  finished_at: number | string | null;
  failures: number | string | null;
  read_at: number | string | null;
  published_state: DatasetDayState | null;
  source_version: string | null;
  read_version: number | null;
  finding: string | null;
  published_at: number | string | null;
};

function toKnownDay(row: KnownDayRow, version: number): KnownDay {
  // A day that was carried over from another version has no run of this one.
  const readAt = row.read_at ?? row.published_at;
  const failedAs = row.last_state === 'failed' ? errorClassOf(row.error_class) : undefined;
  return {
    day: toDay(row.day),
    runs: Number(row.runs),
    isInFlight: row.last_state !== null && isOpen(row.last_state),
    published:
      row.published_state === null
        ? undefined
        : {
            state: row.published_state,
            sourceVersion: row.source_version ?? undefined,
            isOfOlderDefinition: row.read_at === null && (row.read_version ?? version) !== version,
            doubtedAtMs: findingOf(row)?.atMs,
          },
    readAtMs: readAt === null ? undefined : Number(readAt),
    failure: failedAs && {
      class: failedAs,
      atMs: Number(row.finished_at),
      times: Number(row.failures),
    },
  };
}

const errorClasses: readonly EngineErrorClass[] = [
  'transient',
  'throttled',
  'definition',
  'operator',
  'budget',
];

function errorClassOf(text: string | null): EngineErrorClass {
  return errorClasses.find(known => known === text) ?? 'transient';
}
