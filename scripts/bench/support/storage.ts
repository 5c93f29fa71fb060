import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  addDays,
  startOfDay,
  toDay,
  type DatasetDefinitionInput,
} from 'backstage-plugin-service-insights-common';
import {
  DuckDbEngine,
  type DuckDbEngineOptions,
} from 'backstage-plugin-service-insights-backend-module-duckdb';
import type { Knex } from 'knex';
import { writeSampleData } from 'sample-data';
import { parse } from 'yaml';
import { folderBytes } from './rollupData';
import { startRollupPortal } from './rollupPortal';

const root = join(__dirname, '../../..');
const through = toDay('2026-03-14');

/** Everything that grows with days, with all indexes. */
const tables = ['service_days', 'service_day_payloads', 'dataset_days', 'customers', 'runs'];

/** P13: what is stored of the sample data, against the files of its events. */
export async function measureStorage(cache: string) {
  const directory = join(cache, 'sample-data');
  await writeSampleData(directory, { through });
  const engine = await DuckDbEngine.create({ name: 'lake', directory, tables: await demoTables() });
  const definitions = await Promise.all(['api-requests', 'platform'].map(readDefinition));
  const nowMs = startOfDay(addDays(through, 1));
  const portal = await startRollupPortal({ definitions, engine, clock: () => nowMs });
  try {
    await portal.rollUp();
    const storedBytes = await bytesOf(portal.knex);
    const [{ rows }] = await portal.knex('service_days').count({ rows: '*' });
    const lakeBytes = await folderBytes(directory);
    const share = storedBytes / lakeBytes;
    const perRow = storedBytes / Number(rows);
    const seen = { storedBytes, lakeBytes, rows: Number(rows) };
    const what = 'tables and indexes of the published days of the sample data';
    return [
      {
        name: 'rollup P13 share',
        value: Number(share.toFixed(3)),
        goal: '≤ 0.2',
        ok: share <= 0.2,
        what: `${what} ÷ the compressed files of its events`,
        ...seen,
      },
      {
        name: 'rollup P13 row',
        value: Math.round(perRow),
        goal: '≤ 2000',
        ok: perRow <= 2_000,
        what: `bytes of ${what} ÷ services, regions and days`,
        ...seen,
      },
    ];
  } finally {
    await portal.stop();
    await engine.close();
  }
}

async function bytesOf(knex: Knex): Promise<number> {
  const names = await knex('sqlite_master').whereIn('tbl_name', tables).pluck('name');
  const [{ bytes }] = await knex('dbstat').whereIn('name', names).sum({ bytes: 'pgsize' });
  return Number(bytes);
}

async function readDefinition(name: string): Promise<DatasetDefinitionInput> {
  return parse(await readFile(join(root, 'definitions', `${name}.yaml`), 'utf8'));
}

/** The tables as the demo's configuration has them. */
async function demoTables(): Promise<DuckDbEngineOptions['tables']> {
  const config = parse(await readFile(join(root, 'app-config.yaml'), 'utf8'));
  return config.serviceInsights.engines.lake.duckdb.tables;
}
