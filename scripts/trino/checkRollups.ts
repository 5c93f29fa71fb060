import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DatasetDefinition, Day } from 'backstage-plugin-service-insights-common';
import type { DuckDbEngine } from 'backstage-plugin-service-insights-backend-module-duckdb';
import type { EngineStatement } from 'backstage-plugin-service-insights-node';
import { bindParameters } from 'service-insights-trino-sql';
import { compileRollup } from '../../plugins/service-insights-backend/src/plan/compileRollup';
import { rollupColumns } from '../../plugins/service-insights-backend/src/plan/rollupColumns';
import { comparableRollup, type RollupRows } from './comparableRollup';
import { inLanes } from './inLanes';
import { hive, type Lake } from './openLake';
import type { Report } from './Report';
import type { TrinoClient } from './TrinoClient';

/**
 * Every definition's rollup, over a few days: the columns the decoder wants from Trino, and the same rows as from the
 * embedded engine.
 */
export async function checkRollups(lake: Lake, client: TrinoClient, report: Report): Promise<void> {
  const rollups = lake.tables.flatMap(({ name, definitions, days }) =>
    definitions.flatMap(definition => days.map(day => ({ name, definition, day }))),
  );
  let rows = 0;
  await inLanes(rollups, async ({ name, definition, day }) => {
    const what = `rollup of ${definition.id} (${name}) on ${day}`;
    try {
      const compared = await compareRollup(lake.engine, client, { table: name, definition, day });
      rows += compared.rows;
      if (compared.difference === undefined) report.pass();
      else report.fail(`${what}: ${compared.difference}`);
    } catch (error) {
      report.fail(`${what}: ${error instanceof Error ? error.message : error}`);
    }
  });
  report.note(`${rollups.length} rollups with ${rows} rows`);
}

async function compareRollup(
  engine: DuckDbEngine,
  client: TrinoClient,
  rollup: { table: string; definition: DatasetDefinition; day: Day },
): Promise<{ rows: number; difference?: string }> {
  const statement = compileRollup(rollup.definition, { table: rollup.table }, rollup.day);
  const sql = bindParameters(statement.sql, statement.parameters);
  const trino = await client.query(sql, { schema: hive });
  const duckDb = await runOnDuckDb(engine, statement);
  const wanted = rollupColumns(rollup.definition);
  for (const { columns } of [trino, duckDb]) {
    const isWanted = wanted.every(
      ({ name, type }, i) => columns[i]?.name === name && columns[i].type.startsWith(type),
    );
    if (!isWanted || columns.length !== wanted.length) {
      return { rows: 0, difference: `gives the columns ${JSON.stringify(columns)}` };
    }
  }
  const ours = comparableRollup(duckDb);
  const theirs = comparableRollup(trino);
  // A day without rows compares nothing.
  if (theirs.size === 0) return { rows: 0, difference: 'has no rows' };
  for (const key of new Set([...theirs.keys(), ...ours.keys()])) {
    if (theirs.get(key) === ours.get(key)) continue;
    const [t, d] = [theirs.get(key), ours.get(key)].map(excerpt);
    return { rows: 0, difference: `differs for ${key}\n  Trino  ${t}\n  DuckDB ${d}` };
  }
  return { rows: theirs.size };
}

function excerpt(text: string | undefined): string {
  return text === undefined ? 'no row' : text.slice(0, 2_000);
}

async function runOnDuckDb(engine: DuckDbEngine, statement: EngineStatement): Promise<RollupRows> {
  const token = createHash('sha256').update(JSON.stringify(statement)).digest('hex');
  const id = await engine.start(statement, { token });
  for (;;) {
    const status = (await engine.status([id])).get(id);
    if (status?.state === 'succeeded') break;
    if (status?.state === 'failed') throw new Error(`DuckDB: ${status.error.message}`);
    await sleep(5);
  }
  const result: { columns: RollupRows['columns']; rows: RollupRows['rows'][number][] } = {
    columns: [],
    rows: [],
  };
  for await (const { columns, rows } of engine.rows(id, {})) {
    result.columns = columns;
    result.rows.push(...rows);
  }
  return result;
}
