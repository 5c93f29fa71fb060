import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { addDays, toDay, type DatasetDefinition } from 'backstage-plugin-service-insights-common';
import { LakeTable, tableOptions } from 'backstage-plugin-service-insights-backend-module-duckdb';
import { z } from 'zod';
import { readCase } from '../../packages/real-data/src/readCase';
import { partitionValue } from '../../plugins/service-insights-backend/src/plan/partitionValue';
import type { Report } from './Report';
import { sampleName, type SampleTable } from './SampleTable';
import { writePartitions } from './writePartitions';

const cases = join(__dirname, '../../cases');
const partition = 'day';

/** How many of a table's days are looked at: its first, one from the middle, its last. */
const daysPerTable = 3;

/**
 * The tables of the cases on real data: their events as the embedded engine reads them, written as Parquet, since Hive
 * reads neither their formats nor their paths.
 */
export async function caseTables(
  lake: string,
  connection: DuckDBConnection,
  report: Report,
): Promise<SampleTable[]> {
  const directory = process.env.REAL_DATA_DIR;
  if (!directory) {
    report.note('Left out: the definitions of the cases (REAL_DATA_DIR names no folder)');
    return [];
  }
  const tables: SampleTable[] = [];
  for (const name of (await readdir(cases)).sort()) {
    const read = await readCase(join(cases, name));
    if (!read.ok) throw new Error(`${name}: ${read.problems.join(', ')}`);
    for (const [table, options] of Object.entries(
      z.looseObject({}).parse(read.case.engine.tables),
    )) {
      const source = new LakeTable(table, {
        directory: resolve(directory),
        parts: tableOptions.parse(options).parts,
      });
      const { select } = await source.content(
        async sql => (await connection.runAndReadAll(sql)).getRowObjectsJS(),
        undefined,
      );
      const definitions = read.case.datasets.filter(dataset => dataset.table === table);
      tables.push(await tableOf(`${name}.${table}`, select, { lake, connection, definitions }));
    }
  }
  return tables;
}

async function tableOf(
  origin: string,
  select: string,
  options: { lake: string; connection: DuckDBConnection; definitions: DatasetDefinition[] },
): Promise<SampleTable> {
  const { lake, connection, definitions } = options;
  const name = sampleName(origin);
  const folder = name.split('.')[1];
  const found = await connection.runAndReadAll(
    `SELECT DISTINCT CAST(${partition} AS varchar) FROM (${select}) WHERE ${partition} IS NOT NULL ORDER BY 1`,
  );
  const values = found.getRows().map(([value]) => String(value));
  const chosen = Array.from(
    { length: daysPerTable },
    (_, i) => values[Math.round((i * (values.length - 1)) / (daysPerTable - 1))],
  );
  const days = [...new Set(chosen)].map(toDay);
  const wanted = definitions.flatMap(({ time }) =>
    days.flatMap(day =>
      Array.from({ length: time.partition.lateDays + 1 }, (_, i) =>
        partitionValue(time.partition.format, addDays(day, i)),
      ),
    ),
  );
  const columns = await writePartitions(
    connection,
    `SELECT * FROM (${select}) WHERE CAST(${partition} AS varchar) IN (${[...new Set(wanted)].map(value => `'${value}'`).join(', ')})`,
    { lake, folder, partition },
  );
  return {
    name,
    folder,
    format: 'parquet',
    columns,
    partition: { column: partition, type: 'varchar' },
    definitions,
    days,
  };
}
