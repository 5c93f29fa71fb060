import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { DatasetDefinitionInput } from 'backstage-plugin-service-insights-common';
import { eventsDataset } from './eventsDataset';

/** What the rollup benchmark reads: five million events of 90 days, in a file for each day. */
export const events = 5_000_000;
export const lastDay = '2026-03-14';
export const days = 90;

/** Twelve services, three regions, eight operations and twenty thousand customers, few of whom call often. */
const eventsSql = `
  SELECT
    printf('%016x', hash(i)) AS event_id,
    TIMESTAMP '${lastDay} 00:00:00' - to_days(i % ${days}) + to_milliseconds(hash(i, 1) % 86400000) AS ts,
    'service-' || (1 + (hash(i, 2) % 12)) AS service,
    ['eu-west-1', 'us-east-1', 'ap-southeast-1'][1 + (hash(i, 3) % 100)::int // 34] AS region,
    'customer-' || floor(20000 * pow(hash(i, 4) / 18446744073709551615.0, 3))::int AS customer_id,
    ['Get', 'List', 'Create', 'Update', 'Delete', 'Search', 'Export', 'Import'][1 + floor(8 * pow(hash(i, 5) / 18446744073709551615.0, 2))::int] AS operation,
    CASE WHEN hash(i, 6) % 1000 < 950 THEN 200 WHEN hash(i, 6) % 1000 < 975 THEN 404
      WHEN hash(i, 6) % 1000 < 985 THEN 429 ELSE 503 END AS status,
    CASE WHEN hash(i, 6) % 1000 >= 985 THEN 'Unavailable' WHEN hash(i, 6) % 1000 >= 975 THEN 'SlowDown'
      WHEN hash(i, 6) % 1000 >= 950 THEN 'NotFound' END AS error_code,
    round(exp(2 + 3 * (hash(i, 7) / 18446744073709551615.0 + hash(i, 8) / 18446744073709551615.0) / 2), 2) AS duration_ms,
    (200 + hash(i, 9) % 20000)::bigint AS bytes,
    strftime(TIMESTAMP '${lastDay} 00:00:00' - to_days(i % ${days}), '%Y-%m-%d') AS day
  FROM range(${events}) AS numbers(i)`;

/** The dataset over {@link eventsSql}. */
export const dataset = {
  ...eventsDataset,
  id: 'requests',
  measures: { bytes_sent: { sum: 'bytes', unit: 'bytes' } },
  lag: 'PT0H',
  history: days,
} as const satisfies DatasetDefinitionInput;

/**
 * Writes the events into a folder, unless they are there.
 *
 * @returns the folder that holds `events/day=…/*.parquet`
 */
export async function writeEvents(cache: string): Promise<string> {
  const folder = join(cache, 'rollup-events-1');
  if (existsSync(folder)) return folder;
  const partial = `${folder}.partial`;
  await rm(partial, { recursive: true, force: true });
  await mkdir(partial, { recursive: true });
  const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
  const connection = await instance.connect();
  await connection.run(
    `COPY (${eventsSql}) TO '${join(partial, 'events')}' (FORMAT parquet, COMPRESSION zstd, PARTITION_BY day)`,
  );
  connection.closeSync();
  instance.closeSync();
  await rename(partial, folder);
  return folder;
}

/** The bytes of all files in a folder. */
export async function folderBytes(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const files = entries.filter(entry => entry.isFile());
  const sizes = await Promise.all(
    files.map(async entry => (await stat(join(entry.parentPath, entry.name))).size),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
