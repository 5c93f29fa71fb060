import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { toDay } from 'backstage-plugin-service-insights-common';
import { DuckDbEngine } from 'backstage-plugin-service-insights-backend-module-duckdb';
import { openDuckDb } from '../../packages/trino-sql/src/__testUtils__/openDuckDb';
import { partitionValue } from '../../plugins/service-insights-backend/src/plan/partitionValue';
import { caseTables } from './caseTables';
import { demoTables } from './demoTables';
import type { Report } from './Report';
import { sampleSchema, type SampleTable } from './SampleTable';
import { syntheticTables } from './syntheticTables';
import type { TrinoClient } from './TrinoClient';

/** A partition of the table for which no rollup asks: reading everything is more than reading what is asked for. */
export function unasked({ definitions }: SampleTable): string {
  return partitionValue(definitions[0].time.partition.format, toDay('2000-01-01'));
}

/** Where statements look for tables that name no catalog. */
export const hive = 'hive.default';

/** Files that both engines read as the same tables. */
export type Lake = {
  tables: readonly SampleTable[];
  engine: DuckDbEngine;
};

/**
 * Writes samples into a folder and makes tables of them, in Trino's catalog `hive` and in an embedded engine.
 *
 * @param folder - what the catalog calls `local:///`
 */
export async function openLake(folder: string, client: TrinoClient, report: Report): Promise<Lake> {
  const directory = join(folder, sampleSchema);
  await rm(directory, { recursive: true, force: true });
  await mkdir(directory);
  const tables = await writeTables(directory, report);
  await client.query(`CREATE SCHEMA IF NOT EXISTS hive.${sampleSchema}`, { schema: hive });
  for (const table of tables) {
    // Trino's proof of pruning lists folders, empty ones too.
    await mkdir(join(directory, table.folder, `${table.partition.column}=${unasked(table)}`));
    await createHiveTable(table, client);
  }
  const engine = await DuckDbEngine.create({
    name: 'lake',
    directory,
    tables: Object.fromEntries(tables.map(table => [table.name, engineTable(table)])),
  });
  return { tables, engine };
}

async function writeTables(directory: string, report: Report): Promise<SampleTable[]> {
  const connection = await openDuckDb();
  try {
    return [
      ...(await demoTables(directory)),
      ...(await syntheticTables(directory, connection)),
      ...(await caseTables(directory, connection, report)),
    ];
  } finally {
    connection.closeSync();
  }
}

async function createHiveTable(table: SampleTable, client: TrinoClient): Promise<void> {
  const [schema, name] = table.name.split('.');
  const { column, type } = table.partition;
  const columns = [...table.columns, { name: column, type }].map(
    each => `"${each.name}" ${each.type}`,
  );
  // Times in JSON have a T and a Z, which the plain JSON format of Hive does not read.
  const format = table.format === 'parquet' ? 'PARQUET' : 'OPENX_JSON';
  const statements = [
    `DROP TABLE IF EXISTS hive.${table.name}`,
    `CREATE TABLE hive.${table.name} (${columns.join(', ')})
     WITH (external_location = 'local:///${sampleSchema}/${table.folder}', format = '${format}', partitioned_by = ARRAY['${column}'])`,
    `CALL hive.system.sync_partition_metadata('${schema}', '${name}', 'FULL')`,
  ];
  for (const statement of statements) await client.query(statement, { schema: hive });
}

function engineTable({ folder, format, columns, partition }: SampleTable) {
  const partitions = { [partition.column]: { type: partition.type } };
  if (format === 'parquet') return { files: `${folder}/*/*.parquet`, format, partitions };
  const declared = Object.fromEntries(columns.map(({ name, type }) => [name, type]));
  return { files: `${folder}/*/*.json.gz`, format, partitions, columns: declared };
}
