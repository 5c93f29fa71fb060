import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';

/** What Hive calls DuckDB's types, as far as tables of samples have them. */
const trinoTypes: ReadonlyMap<string, string> = new Map([
  ['VARCHAR', 'varchar'],
  ['JSON', 'varchar'],
  ['BIGINT', 'bigint'],
  ['INTEGER', 'integer'],
  ['DOUBLE', 'double'],
  ['BOOLEAN', 'boolean'],
  ['DATE', 'date'],
  ['TIMESTAMP', 'timestamp(3)'],
]);

/**
 * Writes a query's rows as Parquet, one folder for each value of the partition column.
 *
 * @returns the columns in the files, with their Trino types
 * @throws Error for a column whose type a Hive table cannot hold as DuckDB writes it
 */
export async function writePartitions(
  connection: DuckDBConnection,
  select: string,
  options: { lake: string; folder: string; partition: string },
): Promise<{ name: string; type: string }[]> {
  const described = await connection.runAndReadAll(`DESCRIBE ${select}`);
  const columns = described
    .getRowObjectsJson()
    .map(({ column_name, column_type }) => ({
      name: String(column_name),
      type: trinoTypes.get(String(column_type)) ?? '',
      given: column_type,
    }))
    .filter(({ name }) => name !== options.partition);
  const unknown = columns.find(({ type }) => type === '');
  if (unknown) throw new Error(`column ${unknown.name} is a ${unknown.given}`);
  const target = join(options.lake, options.folder);
  await mkdir(target, { recursive: true });
  await connection.run(
    `COPY (${select}) TO '${target}' (FORMAT parquet, PARTITION_BY (${options.partition}), OVERWRITE_OR_IGNORE)`,
  );
  return columns.map(({ name, type }) => ({ name, type }));
}
