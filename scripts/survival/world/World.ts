import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Programs } from '../bundle';
import type { Sabotage } from '../replica/orders';
import { Calendar, history, lookback } from './Calendar';
import type { DatabaseServer, WatchedDatabase } from './DatabaseServer';
import { Fleet } from './Fleet';
import { LakeFiles } from './LakeFiles';
import { LakeServer } from './LakeServer';

/** What a world is made of. */
export type WorldOptions = {
  name: string;
  seed: number;
  programs: Programs;
  server: DatabaseServer;
  /** The share of the engine's calls that go wrong. */
  faultRate: number;
  leaseMs: number;
  /** How much faster than Athena its queries run. */
  speed?: number;
  hurry?: number;
  datasets?: number;
  /** Runs at once on each replica. */
  concurrency?: number;
  sabotage?: Sabotage;
};

/** A portal's replicas with all there is around them: a database, a lake, an engine, and the time. */
export type World = {
  name: string;
  seed: number;
  leaseMs: number;
  datasetIds: readonly string[];
  database: WatchedDatabase;
  server: DatabaseServer;
  lake: LakeFiles;
  engine: LakeServer;
  fleet: Fleet;
  calendar: Calendar;
  /** Errors that nobody in a replica caught. */
  uncaught(): Promise<string[]>;
  close(): Promise<void>;
};

/** Makes one; its fleet is not opened yet, and no morning has come. */
export async function createWorld(options: WorldOptions): Promise<World> {
  const { name, seed, programs, server, leaseMs } = options;
  const folder = await mkdtemp(join(tmpdir(), `service-insights-survival-${name}-`));
  const logFile = join(folder, 'replicas.log');
  const log = createWriteStream(logFile);
  log.setMaxListeners(0);
  const directory = join(folder, 'lake');
  await mkdir(join(directory, 'events'), { recursive: true });
  const lake = new LakeFiles(directory, seed);
  const engine = await LakeServer.start(programs.lake, {
    directory,
    seed,
    speed: options.speed ?? 6,
    log,
  });
  engine.disturb(options.faultRate);
  const database = await server.createDatabase(name);
  const datasetIds = Array.from({ length: options.datasets ?? 3 }, (_, n) => `calls-${n + 1}`);
  const fleet = new Fleet(
    programs.replica,
    {
      connectionString: database.connectionString,
      endpoint: engine.endpoint,
      datasets: datasetIds.map(definitionOf),
      leaseMs,
      hurry: options.hurry ?? 20,
      concurrency: options.concurrency ?? 4,
      sabotage: options.sabotage,
    },
    log,
  );
  return {
    name,
    seed,
    leaseMs,
    datasetIds,
    database,
    server,
    lake,
    engine,
    fleet,
    calendar: new Calendar({ lake, fleet, database, seed }),
    async uncaught() {
      const text = await readFile(logFile, 'utf8');
      return text.split('\n').filter(line => line.startsWith('UNCAUGHT'));
    },
    async close() {
      await fleet.close();
      await engine.stop();
      await database.close();
      log.end();
      await sleep(50);
      if (process.env.SURVIVAL_KEEP_LOGS) console.log(`${name}: ${logFile}`);
      else await rm(folder, { recursive: true, force: true });
    },
  };
}

function definitionOf(id: string) {
  return {
    kind: 'dataset',
    id,
    table: 'telemetry.events',
    time: { column: 'ts', partition: { column: 'day' } },
    service: 'service',
    customer: 'customer',
    operation: 'operation',
    outcome: { httpStatus: 'status' },
    duration: { column: 'ms', unit: 'ms' },
    dedupe: 'event_id',
    history,
    lookback,
  };
}
