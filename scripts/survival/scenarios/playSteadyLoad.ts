import { setTimeout as sleep } from 'node:timers/promises';
import { checkWorld } from '../checks/checkWorld';
import { Oracle } from '../checks/Oracle';
import { promises } from '../checks/Violation';
import { createWorld, type World } from '../world/World';
import { checksOf, type Check, type ScenarioResult, type Stage } from './Scenario';
import { slopePerHour } from './slopePerHour';
import { settle, untilPublished } from './untilPublished';

const replicas = 2;
const mostConnectionsOfReplica = 6;
const morningMs = 10_000;
const minuteMs = 60_000;
const megabyte = 2 ** 20;

/** Memory may grow by less than this in an hour. */
const mostGrowthBytes = megabyte;

/** What is published is bounded by what is kept; the ledger itself is not among these tables. */
const boundedTables = ['dataset_days', 'service_days', 'service_day_payloads', 'service_periods'];

type Sample = {
  minute: number;
  heapBytes: number[];
  codeBytes: number[];
  rssBytes: number[];
  handles: number[];
  connections: number;
  tableBytes: Record<string, number>;
};

/** One set of replicas under constant load, with a few faults and no violence: what grows, leaks. */
export async function playSteadyLoad(stage: Stage, minutes: number): Promise<ScenarioResult> {
  const world = await createWorld({
    ...stage,
    name: 'steady',
    faultRate: 0.01,
    leaseMs: 15_000,
    datasets: 3,
  });
  const oracle = await Oracle.open(world.lake.directory);
  try {
    await world.fleet.open(replicas);
    const samples: Sample[] = [];
    const startMs = performance.now();
    while (samples.length <= minutes) {
      const nextMs = performance.now() + morningMs;
      await world.calendar.next();
      // What asks for an operator stays undone until the next morning: no process is restarted for it.
      await untilPublished(world, minuteMs / 2, { mayRestart: false });
      const minute = (performance.now() - startMs) / minuteMs;
      if (minute >= samples.length) {
        const taken = await takeSample(world, minute);
        samples.push(taken);
        console.log(`steady load: ${JSON.stringify(taken)}`);
      }
      await sleep(Math.max(0, nextMs - performance.now()));
    }
    const warm = samples.filter(({ minute }) => minute >= Math.min(10, minutes / 4));
    await settle(world, 5 * minuteMs);
    const violations = await checkWorld(world, oracle);
    return {
      scenario: 'steady load',
      checks: [...checksOf(promises, violations), ...growthChecks(warm)],
      figures: figures(world, warm),
    };
  } finally {
    await world.close();
  }
}

async function takeSample(world: World, minute: number): Promise<Sample> {
  const held = await Promise.all(world.fleet.replicas.map(replica => replica.sample()));
  const [{ connections }] = await world.database.rows<{ connections: number }>(
    `SELECT count(*)::integer AS connections FROM pg_stat_activity
     WHERE datname = current_database() AND application_name LIKE 'replica%'`,
  );
  const tables = await world.database.rows<{ name: string; bytes: string }>(
    `SELECT relname AS name, pg_total_relation_size(oid) AS bytes FROM pg_class
     WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY relname`,
  );
  return {
    minute: Number(minute.toFixed(2)),
    heapBytes: held.map(({ heapBytes }) => heapBytes),
    codeBytes: held.map(({ codeBytes }) => codeBytes),
    rssBytes: held.map(({ rssBytes }) => rssBytes),
    handles: held.map(({ handles }) => handles),
    connections,
    tableBytes: Object.fromEntries(tables.map(({ name, bytes }) => [name, Number(bytes)])),
  };
}

function growthChecks(samples: readonly Sample[]): Check[] {
  const heaps = Array.from({ length: replicas }, (_, i) => heapSlope(samples, i));
  const early = samples.slice(0, Math.ceil(samples.length / 3));
  const late = samples.slice(-Math.ceil(samples.length / 3));
  const most = (of: readonly Sample[], value: (sample: Sample) => number) =>
    Math.max(...of.map(value));
  const handles = (sample: Sample) => Math.max(...sample.handles);
  const grown = boundedTables.filter(
    table =>
      most(late, ({ tableBytes }) => tableBytes[table]) >
      1.25 * most(early, ({ tableBytes }) => tableBytes[table]),
  );
  return [
    {
      name: 'the heap, without compiled code, grows by less than 1 MB in an hour',
      ok: heaps.every(({ slope }) => slope < mostGrowthBytes),
      details: heaps.map(
        ({ slope, error }) => `${inMegabytes(slope)} ± ${inMegabytes(error)} MB/h`,
      ),
    },
    {
      name: 'handles do not grow',
      ok: most(late, handles) <= most(early, handles) + 5,
      details: [`${most(early, handles)} at most early, ${most(late, handles)} late`],
    },
    {
      name: 'database connections stay within the pools',
      ok: most(samples, ({ connections }) => connections) <= replicas * mostConnectionsOfReplica,
      details: [`${most(samples, ({ connections }) => connections)} at most`],
    },
    { name: 'tables of published days do not grow', ok: grown.length === 0, details: grown },
  ];
}

/** Code is compiled for hours where time is short, and is bounded by what there is to compile: it is no leak. */
function heapSlope(samples: readonly Sample[], replica: number) {
  return slopePerHour(
    samples.map(({ minute, heapBytes, codeBytes }) => ({
      minute,
      value: heapBytes[replica] - codeBytes[replica],
    })),
  );
}

function figures(world: World, samples: readonly Sample[]) {
  const [first, last] = [samples[0], samples[samples.length - 1]];
  const perReplica = (value: (replica: number) => string) =>
    Array.from({ length: replicas }, (_, i) => value(i)).join(', ');
  return {
    minutes: Math.round(last.minute),
    mornings: world.calendar.morning + 1,
    'processes started': world.fleet.started,
    'heap after warm-up, MB': perReplica(i => inMegabytes(first.heapBytes[i])),
    'heap at the end, MB': perReplica(i => inMegabytes(last.heapBytes[i])),
    'of it compiled code, MB': perReplica(i => inMegabytes(last.codeBytes[i])),
    'slope of the heap without compiled code, MB/h': perReplica(i => {
      const { slope, error } = heapSlope(samples, i);
      return `${inMegabytes(slope)} ± ${inMegabytes(error)}`;
    }),
    'resident at the end, MB': perReplica(i => inMegabytes(last.rssBytes[i])),
    handles: `${Math.max(...first.handles)} → ${Math.max(...last.handles)}`,
    'table sizes, KB': Object.entries(last.tableBytes)
      .map(([name, bytes]) => `${name} ${kilobytes(first.tableBytes[name])} → ${kilobytes(bytes)}`)
      .join(', '),
  };
}

function kilobytes(bytes: number): number {
  return Math.round(bytes / 1024);
}

function inMegabytes(bytes: number): string {
  return (bytes / megabyte).toFixed(2);
}
