import { setTimeout as sleep } from 'node:timers/promises';
import { checkWorld } from '../checks/checkWorld';
import { Oracle } from '../checks/Oracle';
import { promises, type Violation } from '../checks/Violation';
import type { Trap } from '../replica/orders';
import type { Replica } from '../world/Replica';
import { createWorld, type World } from '../world/World';
import { checksOf, type ScenarioResult, type Stage } from './Scenario';
import { untilPublished, watchMorning } from './untilPublished';

const leaseMs = 1_000;
/** So long a victim has to come to its point before it is asked to end in order, and before it is given up. */
const patienceMs = { untilTerminated: 10_000, untilGivenUp: 20_000 };
const mostTries = 4;
const visitsBetweenChecks = 12;

/** Where a replica that stops and comes back must not do harm: before whatever it writes about a run it holds. */
const mayStopAt = /^(before (sql|runs\.(started|reading|fail)|days\.publish)|after engine\.start)/;

/** Which visits are wanted, which were made, and which points nobody passed when it was their turn. */
type Visits = { wanted: Trap[]; made: Set<string>; tries: Map<string, number> };

/**
 * A replica dies at every named point: before and after each call of the engine, the ledger and the day store, and each
 * statement of a transaction; and at those around a run it stops for longer than its lease, and comes back. Which points
 * there are the replicas tell themselves.
 */
export async function playPoints(stage: Stage): Promise<ScenarioResult> {
  const visits: Visits = { wanted: [], made: new Set(), tries: new Map() };
  const worlds = await Promise.all(
    ['points-1', 'points-2'].map(name => createPointsWorld(stage, name)),
  );
  try {
    for (const world of worlds) await world.calendar.next();
    await discover(worlds[0], visits);
    const violations = (await Promise.all(worlds.map(world => visitAll(world, visits)))).flat();
    const all = [...visits.tries.keys()];
    const missed = all.filter(visit => !visits.made.has(visit));
    return {
      scenario: 'named points',
      checks: [
        ...checksOf(promises, violations),
        {
          name: 'every point a replica passes is one it was killed at',
          ok: missed.length === 0 && all.length > 60,
          details: missed,
        },
      ],
      figures: {
        'visits wanted': all.length,
        'killed at a point': [...visits.made].filter(visit => visit.startsWith('SIGKILL')).length,
        'stopped at a point and brought back': [...visits.made].filter(visit =>
          visit.startsWith('SIGSTOP'),
        ).length,
      },
    };
  } finally {
    await Promise.all(worlds.map(world => world.close()));
  }
}

function createPointsWorld(stage: Stage, name: string): Promise<World> {
  return createWorld({ ...stage, name, faultRate: 0.15, leaseMs, datasets: 2, hurry: 40 });
}

/** The points of an ordinary morning, and of the end of a process. */
async function discover(world: World, visits: Visits): Promise<void> {
  const replica = world.fleet.start({});
  await untilPublished(world, 60_000);
  await replica.terminate();
  want(replica, visits);
}

function want(replica: Replica, visits: Visits): void {
  for (const point of replica.passed) {
    for (const signal of ['SIGKILL', 'SIGSTOP'] as const) {
      const visit = `${signal} ${point}`;
      if (visits.tries.has(visit) || (signal === 'SIGSTOP' && !mayStopAt.test(point))) continue;
      visits.tries.set(visit, 0);
      visits.wanted.push({ point, signal });
    }
  }
}

async function visitAll(world: World, visits: Visits): Promise<Violation[]> {
  const oracle = await Oracle.open(world.lake.directory);
  const violations: Violation[] = [];
  for (let count = 1; ; count += 1) {
    const trap = visits.wanted.shift();
    if (trap) await tryVisit(world, visits, trap);
    if (trap && count % visitsBetweenChecks !== 0) continue;
    const witness = world.fleet.start({});
    await untilPublished(world, 60_000);
    violations.push(...(await checkWorld(world, oracle)));
    await witness.terminate();
    console.log(
      `${world.name}: ${visits.made.size} of ${visits.tries.size} visits, ${violations.length} violations`,
    );
    if (!trap || violations.length > 0) return violations;
  }
}

async function tryVisit(world: World, visits: Visits, trap: Trap): Promise<void> {
  const visit = `${trap.signal} ${trap.point}`;
  const tries = (visits.tries.get(visit) ?? 0) + 1;
  visits.tries.set(visit, tries);
  const victim = world.fleet.start({ trap });
  const isThere = await (trap.signal === 'SIGKILL' ? dies(world, victim) : stops(world, victim));
  if (isThere) visits.made.add(visit);
  else if (tries < mostTries) visits.wanted.push(trap);
  await victim.kill();
  want(victim, visits);
}

/** Gives the victim mornings to work on until it is dead. @returns whether its trap did it */
async function dies(world: World, victim: Replica): Promise<boolean> {
  const startMs = performance.now();
  const isPublished = watchMorning(world);
  let isTerminated = false;
  while (!victim.hasEnded) {
    const forMs = performance.now() - startMs;
    if (forMs > patienceMs.untilGivenUp) return false;
    if (forMs > patienceMs.untilTerminated && !isTerminated) {
      isTerminated = true;
      void victim.terminate();
    }
    if (await isPublished()) await world.calendar.next();
    await sleep(50);
  }
  return victim.wasKilled;
}

/** Another replica takes over from one that stopped, which then comes back. @returns whether it stopped */
async function stops(world: World, victim: Replica): Promise<boolean> {
  const endMs = performance.now() + patienceMs.untilTerminated;
  const isPublished = watchMorning(world);
  while (!victim.isStopped()) {
    if (performance.now() > endMs || victim.hasEnded) return false;
    if (await isPublished()) await world.calendar.next();
    await sleep(50);
  }
  const successor = world.fleet.start({});
  await sleep(leaseMs * 1.6);
  victim.resume();
  await untilPublished(world, 30_000);
  await successor.kill();
  return true;
}
