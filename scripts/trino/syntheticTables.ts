import type { DuckDBConnection } from '@duckdb/node-api';
import { defineDataset, toDay } from 'backstage-plugin-service-insights-common';
import { definitionOf } from './readDefinitions';
import { sampleName, type SampleTable } from './SampleTable';
import { writePartitions } from './writePartitions';

/** Two days of events with everything in them that has a meaning of its own, the second with many customers. */
const eventsSql = `
  SELECT
    CASE WHEN i % 11 = 0 THEN NULL ELSE 'e' || (i // 2) END AS event_id,
    TIMESTAMP '2026-03-13 00:00:00' + to_milliseconds(hash(i, 1) % 172800000) AS ts,
    ['orders', 'billing', 'orders', 'dienst-ä', '', NULL][1 + (hash(i, 2) % 6)::int] AS service,
    ['eu-west-1', 'us-east-1', '', NULL][1 + (hash(i, 3) % 4)::int] AS region,
    CASE hash(i, 4) % 40 WHEN 0 THEN NULL WHEN 1 THEN '' WHEN 2 THEN 'a|b' WHEN 3 THEN 'c\\d' WHEN 4 THEN 'e\\p|'
      WHEN 5 THEN 'it''s "7" 🦆' WHEN 6 THEN ' padded ' ELSE 'c' || (hash(i, 4) % 17000) END AS customer,
    ['Get', 'List', 'Délete', '', NULL][1 + (hash(i, 5) % 5)::int] AS operation,
    ['200', '204', '404', '429', '500', '503', 'abc', '', '-1', '2e2', '200.0', '99999999999999999999', NULL]
      [1 + (hash(i, 6) % 13)::int] AS status,
    ['NotFound', '', NULL, 'Timeout, retried | again'][1 + (hash(i, 7) % 4)::int] AS error,
    CASE hash(i, 8) % 20 WHEN 0 THEN NULL WHEN 1 THEN 0e0 WHEN 2 THEN -5e0 WHEN 3 THEN 1e-9 WHEN 4 THEN 1e300
      WHEN 5 THEN 'NaN'::double WHEN 6 THEN 'Infinity'::double WHEN 7 THEN 1e0
      ELSE exp((hash(i, 9) % 100000) / 7e3) END AS took,
    (hash(i, 10) % 1000000)::bigint AS bytes,
    CASE WHEN hash(i, 11) % 5 = 0 THEN NULL ELSE (hash(i, 11) % 1000) / 8e0 END AS score,
    '{"tenant":{"id":"t' || (i % 7) || '"},"size":' || (i % 100) || '}' AS payload,
    'trace-' || (i // 3) AS trace_id
  FROM range(20000) AS numbers (i)`;

/** An event in twenty is delivered a day late, in the next partition. */
const deliveredSql = `
  SELECT *, CAST(ts AS date) + CASE WHEN hash(event_id, 12) % 20 = 0 THEN 1 ELSE 0 END AS delivered
  FROM (${eventsSql})`;

const days = [toDay('2026-03-13'), toDay('2026-03-14')];
const base = { service: 'service', lag: 'PT0H' };

/** Between them, every binding a definition may have, as a column and as an expression. */
const definitions = {
  'probe.by_text': [
    defineDataset({
      ...base,
      id: 'columns',
      table: 'probe.by_text',
      time: { column: 'ts', partition: { column: 'day', lateDays: 1 } },
      region: 'region',
      customer: { column: 'customer', pii: 'keep' },
      operation: 'operation',
      outcome: { httpStatus: 'status' },
      error: 'error',
      duration: { column: 'took', unit: 'ms' },
      request: { id: 'trace_id' },
      dedupe: 'event_id',
      measures: {
        calls_again: { count: true },
        sent: { sum: 'bytes', unit: 'bytes' },
        least: { min: 'score' },
        most: { max: 'score' },
      },
    }),
    defineDataset({
      ...base,
      id: 'expressions',
      table: 'probe.by_text',
      time: {
        sql: "date_add('hour', 0, ts) -- when it was called",
        partition: { column: 'day', lateDays: 2 },
      },
      service: { sql: "CASE WHEN service LIKE 'o%' THEN upper(service) ELSE service END" },
      region: { sql: "split_part(region, '-', 1)" },
      customer: { sql: "json_extract_scalar(payload, '$.tenant.id')", pii: 'hash' },
      operation: { sql: "concat(operation, ':', substr(trace_id, 7, 1))" },
      outcome: {
        sql: "CASE WHEN status LIKE '5%' THEN 'service_fault' WHEN status LIKE '4%' THEN 'caller_fault' END",
      },
      error: { sql: "regexp_extract(error, '^(\\w+)', 1)" },
      duration: { sql: 'took / 3e0', unit: 'us' },
      request: { id: { sql: 'lower(trace_id)' } },
      where: "bytes >= 1000 AND (region IS NULL OR region <> 'eu-west-1') -- not everything",
      dedupe: { sql: "coalesce(event_id, '') || '/' || coalesce(operation, '')" },
      measures: {
        size: { sum: { sql: "CAST(json_extract_scalar(payload, '$.size') AS double)" } },
        largest: { max: { sql: 'CAST(bytes AS double) / 3e0' } },
        oddest: { min: { sql: 'bytes % 7' } },
      },
    }),
    defineDataset({
      id: 'least',
      table: 'probe.by_text',
      time: { column: 'ts', partition: { column: 'day' } },
      service: 'service',
    }),
  ],
  'probe.by_date': [
    defineDataset({
      ...base,
      id: 'dates',
      table: 'probe.by_date',
      time: { column: 'ts', partition: { column: 'day', type: 'date', lateDays: 1 } },
      customer: 'customer',
      outcome: { httpStatus: { sql: "nullif(status, 'abc')" } },
      duration: { column: 'took', unit: 's' },
      dedupe: ['event_id', 'operation'],
    }),
  ],
  'probe.by_number': [
    defineDataset({
      ...base,
      id: 'compact',
      table: 'probe.by_number',
      time: { column: 'ts', partition: { column: 'dt', format: '%Y%m%d' } },
      customer: { column: 'customer', pii: 'drop' },
      operation: 'operation',
      error: 'error',
      duration: { column: 'took', unit: 'ns' },
    }),
  ],
};

const partitions = {
  'probe.by_text': { column: 'day', type: 'varchar', sql: "strftime(delivered, '%Y-%m-%d')" },
  'probe.by_date': { column: 'day', type: 'date', sql: 'CAST(delivered AS date)' },
  'probe.by_number': { column: 'dt', type: 'varchar', sql: "strftime(delivered, '%Y%m%d')" },
} as const;

/** The same events in tables that are partitioned in three ways. */
export async function syntheticTables(
  lake: string,
  connection: DuckDBConnection,
): Promise<SampleTable[]> {
  const tables: SampleTable[] = [];
  for (const name of ['probe.by_text', 'probe.by_date', 'probe.by_number'] as const) {
    const { column, type, sql } = partitions[name];
    const folder = name.replace('.', '_');
    const columns = await writePartitions(
      connection,
      `SELECT * EXCLUDE (delivered), ${sql} AS ${column} FROM (${deliveredSql})`,
      { lake, folder, partition: column },
    );
    tables.push({
      name: sampleName(name),
      folder,
      format: 'parquet',
      columns,
      partition: { column, type },
      definitions: definitions[name].map(value => definitionOf(value, name)),
      days,
    });
  }
  return tables;
}
