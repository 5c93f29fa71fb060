import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { addDays, eachDay, startOfDay, toDay } from 'backstage-plugin-service-insights-common';
import { DuckDbEngine } from 'backstage-plugin-service-insights-backend-module-duckdb';
import { bindParameters, duckDbMacros, toDuckDb } from 'service-insights-trino-sql';
import { compileRollup } from '../../plugins/service-insights-backend/src/plan/compileRollup';
import type { LoadedDataset } from '../../plugins/service-insights-backend/src/definitions/LoadedDataset';
import { dataset, days, events, lastDay, writeEvents } from './support/rollupData';
import { startRollupPortal } from './support/rollupPortal';
import { measureStorage } from './support/storage';

type BenchResult = { name: string; value: number; goal: string; ok: boolean; what: string };

const cache = join(__dirname, '../../node_modules/.cache/service-insights-bench');
const rounds = 3;
const nowMs = startOfDay(addDays(toDay(lastDay), 1));

type Measured = { wallMs: number; cpuMs: number };

async function measure(work: () => Promise<unknown>): Promise<Measured> {
  const startedAt = performance.now();
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return { wallMs: round(performance.now() - startedAt), cpuMs: round((user + system) / 1_000) };
}

/**
 * P11: what reading the lake costs besides the engine's own work. P13: how much is stored of it.
 */
export async function run(): Promise<BenchResult[]> {
  await mkdir(cache, { recursive: true });
  const directory = await writeEvents(cache);
  const whole: Measured[] = [];
  const bare: Measured[] = [];
  for (let i = 0; i < rounds; i++) {
    const { measured, loaded } = await rollUp(directory);
    whole.push(measured);
    bare.push(await runBare(directory, loaded, 1), await runBare(directory, loaded, 2));
  }
  const ratioOf = (of: (measured: Measured) => number) =>
    Math.min(...whole.map(of)) / Math.min(...bare.map(of));
  const ratio = ratioOf(({ wallMs }) => wallMs);
  const rollup = {
    name: 'rollup P11',
    value: round(ratio, 3),
    goal: '≤ 1.5',
    ok: ratio <= 1.5,
    what: `planning, running, decoding and publishing ${days} days of ${events} events ÷ the same statements run bare on DuckDB, rows fetched; best of ${rounds} rounds each, bare ones one after the other or two at a time, whichever is faster`,
    // Where others use the machine at the same time, this is the steadier number.
    ratioOfProcessorTime: round(
      ratioOf(({ cpuMs }) => cpuMs),
      3,
    ),
    whole,
    bare,
  };
  return [rollup, ...(await measureStorage(cache))];
}

async function rollUp(directory: string): Promise<{ measured: Measured; loaded: LoadedDataset }> {
  const engine = await DuckDbEngine.create({
    name: 'lake',
    directory,
    tables: { [dataset.table]: { files: 'events/day=*/*.parquet', format: 'parquet' } },
  });
  const portal = await startRollupPortal({ definitions: [dataset], engine, clock: () => nowMs });
  try {
    const measured = await measure(() => portal.rollUp());
    const [{ published }] = await portal.knex('dataset_days').count({ published: '*' });
    if (Number(published) !== days) throw new Error(`${published} days were published`);
    return { measured, loaded: portal.datasets.all()[0] };
  } finally {
    await portal.stop();
    await engine.close();
  }
}

/** The same statements, translated before, on connections that take turns. */
async function runBare(
  directory: string,
  { definition }: LoadedDataset,
  connections: number,
): Promise<Measured> {
  const instance = await DuckDBInstance.create(':memory:', { memory_limit: '1GB' });
  const first = await instance.connect();
  for (const macro of duckDbMacros) await first.run(macro);
  await first.run(
    `CREATE VIEW lake_events AS SELECT * FROM read_parquet('${directory}/events/day=*/*.parquet', hive_partitioning = true, hive_types = {'day': VARCHAR})`,
  );
  const last = toDay(lastDay);
  const statements = eachDay(addDays(last, 1 - days), last).map(day => {
    const { sql, parameters } = compileRollup(definition, { table: dataset.table }, day);
    return toDuckDb(bindParameters(sql, parameters), { table: () => 'lake_events' });
  });
  const lane = async () => {
    const connection = await instance.connect();
    for (let sql = statements.pop(); sql !== undefined; sql = statements.pop()) {
      (await connection.runAndReadAll(sql)).getRows();
    }
    connection.closeSync();
  };
  const measured = await measure(() => Promise.all(Array.from({ length: connections }, lane)));
  first.closeSync();
  instance.closeSync();
  return measured;
}

function round(value: number, digits = 0): number {
  return Number(value.toFixed(digits));
}
