import { readFile } from 'node:fs/promises';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { TrinoClient } from './TrinoClient';

/** The columns of the recorded corpus' table: Trino's type, and DuckDB's where it is another. */
const columns: readonly [name: string, trino: string, duckDb?: string][] = [
  ['id', 'integer'],
  ['ts', 'timestamp(3)', 'timestamp'],
  ['service', 'varchar'],
  ['region', 'varchar'],
  ['operation', 'varchar'],
  ['customer_id', 'varchar'],
  ['ok', 'boolean'],
  ['status', 'integer'],
  ['duration_ms', 'double'],
  ['error_code', 'varchar'],
  ['tags', 'array(varchar)', 'varchar[]'],
  ['attrs', 'map(varchar, varchar)'],
  ['payload', 'varchar'],
  ['path', 'varchar'],
  ['iso', 'varchar'],
  ['epoch', 'bigint'],
  ['day', 'varchar'],
  ['legacy_ts', 'varchar'],
  ['num_txt', 'varchar'],
];

/** Makes the table `events` on both engines from one file of JSON. */
export async function createEvents(
  file: string,
  options: { client: TrinoClient; connection: DuckDBConnection; schema: string },
): Promise<void> {
  const { client, connection, schema } = options;
  const json = (await readFile(file, 'utf8')).replaceAll("'", "''");
  // A time comes as text, and JSON casts to no timestamp.
  const fields = columns.map(([name, type]) => `${name} ${name === 'ts' ? 'varchar' : type}`);
  const casts = columns.map(([name, type]) => `CAST(${name} AS ${type}) AS ${name}`);
  await client.query(`CREATE SCHEMA IF NOT EXISTS ${schema}`, { schema });
  await client.query('DROP TABLE IF EXISTS events', { schema });
  await client.query(
    `CREATE TABLE events AS SELECT ${casts.join(', ')}
     FROM UNNEST(CAST(json_parse('${json}') AS array(row(${fields.join(', ')}))))`,
    { schema },
  );
  const read = columns.map(([name, trino, duckDb]) => `${name}: '${duckDb ?? trino}'`);
  await connection.run(
    `CREATE TABLE events AS SELECT * FROM read_json('${file.replaceAll("'", "''")}', columns = {${read.join(', ')}})`,
  );
}
