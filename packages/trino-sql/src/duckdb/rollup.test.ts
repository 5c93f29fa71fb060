import type { DuckDBConnection } from '@duckdb/node-api';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDuckDb } from '../__testUtils__/openDuckDb';
import { guardStatement } from '../guard/guardStatement';
import { bindParameters } from '../literals/bindParameters';
import { toDuckDb } from './toDuckDb';

const trino = `
WITH events AS (
  SELECT coalesce(service, '') AS service, coalesce(region, '') AS region, customer_id AS customer,
    CASE WHEN status >= 500 THEN 'service_fault' WHEN status = 429 THEN 'throttled'
         WHEN status >= 400 THEN 'caller_fault' ELSE 'ok' END AS outcome,
    CAST(floor(ln(duration_ms) / 0.0202e0) AS bigint) AS bucket, hour(ts) AS hour,
    row_number() OVER (PARTITION BY event_id ORDER BY ts) AS delivery
  FROM lake.events
  WHERE day IN (?, ?) AND ts >= ? AND ts < ?
), cells AS (
  SELECT grouping(outcome, customer, bucket, hour) AS level, service, region, outcome, customer, bucket, hour,
    count(*) AS calls, count_if(outcome <> 'ok') AS failed
  FROM events WHERE delivery = 1
  GROUP BY GROUPING SETS ((service, region, outcome), (service, region, customer),
                          (service, region, bucket), (service, region, hour, outcome))
)
SELECT level, service, region, outcome, hour, sum(calls) AS calls, sum(failed) AS failed,
  array_join(array_agg(CAST(bucket AS varchar) || ':' || CAST(calls AS varchar) ORDER BY bucket)
             FILTER (WHERE bucket IS NOT NULL), ' ') AS histogram,
  array_join(array_agg(replace(customer, chr(31), '') || chr(31) || CAST(calls AS varchar) ORDER BY customer)
             FILTER (WHERE customer IS NOT NULL), chr(30)) AS customers
FROM cells GROUP BY level, service, region, outcome, hour ORDER BY 1, 2, 3, 4, 5`;

const byHand = (files: string) => `
WITH events AS (
  SELECT coalesce(service, '') AS service, coalesce(region, '') AS region, customer_id AS customer,
    CASE WHEN status >= 500 THEN 'service_fault' WHEN status = 429 THEN 'throttled'
         WHEN status >= 400 THEN 'caller_fault' ELSE 'ok' END AS outcome,
    floor(ln(duration_ms) / 0.0202)::BIGINT AS bucket, hour(ts) AS hour,
    row_number() OVER (PARTITION BY event_id ORDER BY ts) AS delivery
  FROM ${files} WHERE day IN ('2025-01-01', '2025-01-02') AND ts >= '2025-01-01' AND ts < '2025-01-02'
), cells AS (
  SELECT grouping(outcome, customer, bucket, hour)::INTEGER AS level, service, region, outcome, customer,
    bucket, hour, count(*) AS calls, count(*) FILTER (WHERE outcome <> 'ok') AS failed
  FROM events WHERE delivery = 1
  GROUP BY GROUPING SETS ((service, region, outcome), (service, region, customer),
                          (service, region, bucket), (service, region, hour, outcome))
)
SELECT level, service, region, outcome, hour, sum(calls), sum(failed),
  string_agg(bucket || ':' || calls, ' ' ORDER BY bucket) FILTER (WHERE bucket IS NOT NULL),
  string_agg(customer || chr(31) || calls, chr(30) ORDER BY customer) FILTER (WHERE customer IS NOT NULL)
FROM cells GROUP BY ALL ORDER BY 1, 2, 3, 4, 5`;

describe('the statement of a rollup', () => {
  const dir = mkdtempSync(join(tmpdir(), 'trino-sql-'));
  const files = `read_parquet('${dir}/events/*/*.parquet', hive_partitioning = true, hive_types = {'day': VARCHAR})`;
  const statement = bindParameters(trino, [
    { type: 'varchar', value: '2025-01-01' },
    { type: 'varchar', value: '2025-01-02' },
    { type: 'timestamp', value: '2025-01-01 00:00:00' },
    { type: 'timestamp', value: '2025-01-02 00:00:00' },
  ]);
  let connection: DuckDBConnection;

  beforeAll(async () => {
    connection = await openDuckDb();
    await connection.run(`COPY (
      SELECT *, strftime(ts, '%Y-%m-%d') AS day FROM (
        SELECT (i // 2)::VARCHAR AS event_id, TIMESTAMP '2025-01-01' + to_seconds(i * 25) AS ts,
          's' || (i % 3) AS service, nullif('r' || (i % 4), 'r3') AS region, 'c' || (i % 37) AS customer_id,
          [200, 200, 404, 429, 503][i % 5 + 1]::INTEGER AS status, (1 + i % 900)::DOUBLE AS duration_ms
        FROM range(10000) AS t (i)))
      TO '${dir}/events' (FORMAT parquet, PARTITION_BY (day))`);
  });
  afterAll(() => {
    connection.closeSync();
    rmSync(dir, { recursive: true });
  });

  const translated = () => toDuckDb(statement, { table: () => files });

  it('passes the guard', () => {
    expect(() => guardStatement(statement, { tables: ['lake.events'] })).not.toThrow();
  });

  it('gives the rows of the same statement written for DuckDB by hand', async () => {
    const ours = await connection.runAndReadAll(translated());
    const theirs = await connection.runAndReadAll(byHand(files));
    expect(ours.getRowsJson()).toEqual(theirs.getRowsJson());
    expect(ours.currentRowCount).toBeGreaterThan(100);
  });

  it('reads only the partitions it names', async () => {
    const plan = await connection.runAndReadAll(`EXPLAIN ANALYZE ${translated()}`);
    expect(JSON.stringify(plan.getRowsJson())).toContain('Scanning Files: 2/3');
  });

  it('leaves nothing of the macros to be computed for each row', async () => {
    const plan = JSON.stringify(
      (await connection.runAndReadAll(`EXPLAIN ${translated()}`)).getRowsJson(),
    );
    expect(plan).not.toMatch(/typeof|trino_/);
  });
});
