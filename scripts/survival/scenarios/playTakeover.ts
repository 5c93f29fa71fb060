import { setTimeout as sleep } from 'node:timers/promises';
import type { Replica } from '../world/Replica';
import { createWorld, type World } from '../world/World';
import type { ScenarioResult, Stage } from './Scenario';

/** The product's own lease. */
const leaseMs = 15_000;
const longestMs = { kill: leaseMs + 2_000, terminate: 2_000 };

/** How long the runs of a replica that is gone wait for another one, with the product's own lease. */
export async function playTakeover(stage: Stage, times: number): Promise<ScenarioResult> {
  // Queries take half a minute, so that whoever goes leaves runs behind.
  const world = await createWorld({
    ...stage,
    name: 'takeover',
    faultRate: 0,
    leaseMs,
    speed: 0.03,
    datasets: 1,
    // One replica alone can hold all there is to do, as long as the others have nothing.
    concurrency: 12,
  });
  try {
    await world.fleet.open(3);
    await world.calendar.next();
    const waits = { kill: [] as number[], terminate: [] as number[] };
    for (let i = 0; i < times; i += 1) {
      for (const way of ['terminate', 'kill'] as const)
        waits[way].push(...(await leave(world, way)));
    }
    const checks = (['kill', 'terminate'] as const).map(way => ({
      name: `runs are taken over within ${longestMs[way] / 1_000} s after a ${way === 'kill' ? 'SIGKILL' : 'SIGTERM'}`,
      ok: waits[way].length >= times && waits[way].every(ms => ms <= longestMs[way]),
      details: [`${Math.max(...waits[way])} ms at most, of ${waits[way].length} runs`],
    }));
    return {
      scenario: 'takeover',
      checks,
      figures: {
        'lease, ms': leaseMs,
        'replicas killed': times,
        'replicas terminated': times,
      },
    };
  } finally {
    await world.close();
  }
}

/** Lets a replica that holds runs go. @returns how long each of them waited until another had it, in milliseconds */
async function leave(world: World, way: 'kill' | 'terminate'): Promise<number[]> {
  const { replica, runs } = await holder(world);
  const [{ now }] = await world.database.rows<{ now: string }>(
    'SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint AS now',
  );
  await replica[way]();
  const waits: number[] = [];
  for (const { id, seq } of runs) {
    for (let tries = 0; tries < 400; tries += 1) {
      const [next] = await world.database.rows<{ at_ms: string; state: string; claimed: boolean }>(
        `SELECT at_ms, state, fence > old_fence AS claimed FROM survival.run_changes
         WHERE run_id = ? AND seq > ? AND (fence > old_fence OR state IN ('done', 'failed')) ORDER BY seq LIMIT 1`,
        [id, seq],
      );
      if (next === undefined) {
        await sleep(100);
        continue;
      }
      // One that ended by itself just before was not left behind.
      if (next.claimed) waits.push(Number(next.at_ms) - Number(now));
      break;
    }
  }
  return waits;
}

async function holder(
  world: World,
): Promise<{ replica: Replica; runs: { id: string; seq: string }[] }> {
  for (;;) {
    for (const replica of world.fleet.working) {
      const runs = await world.database.rows<{ id: string; seq: string }>(
        `SELECT runs.id, claim.seq FROM runs
         JOIN LATERAL (
           SELECT who, seq FROM survival.run_changes
           WHERE run_id = runs.id AND fence > old_fence ORDER BY seq DESC LIMIT 1
         ) AS claim ON claim.who = ?
         WHERE runs.state = 'running'`,
        [replica.name],
      );
      if (runs.length > 0) return { replica, runs };
    }
    await sleep(100);
  }
}
