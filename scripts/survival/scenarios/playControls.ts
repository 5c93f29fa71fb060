import { setTimeout as sleep } from 'node:timers/promises';
import { checkWorld } from '../checks/checkWorld';
import { Oracle } from '../checks/Oracle';
import type { Promised } from '../checks/Violation';
import type { Sabotage, Trap } from '../replica/orders';
import type { Replica } from '../world/Replica';
import { createWorld, type World } from '../world/World';
import type { Check, ScenarioResult, Stage } from './Scenario';
import { settle } from './untilPublished';

const leaseMs = 2_000;
const hourMs = 3_600_000;
/** So long victims have to come to their point, and those that do not have nothing to say. */
const trappedMs = 30_000;
/** So long a replica that came back may do what it will, on a machine that has other things to do. */
const comebackMs = 8_000;

/** A part of the protocol, what happens when it is missing, and which promises must be seen to break. */
type Control = {
  sabotage: Sabotage;
  lacks: string;
  breaks: readonly Promised[];
  /** So long it may take until everything is published all the same; what then is not may never be. */
  patienceMs: number;
  strike(world: World): Promise<void>;
};

const controls: readonly Control[] = [
  {
    sabotage: 'no-fence',
    lacks: 'fences',
    breaks: ['zombie', 'double', 'matched'],
    patienceMs: 60_000,
    strike: world => comeBack(world, { point: 'before days.publish', signal: 'SIGSTOP' }),
  },
  {
    sabotage: 'random-token',
    lacks: 'tokens that follow from the run',
    breaks: ['executions', 'money'],
    patienceMs: 60_000,
    strike: world => die(world, { point: 'after engine.start', signal: 'SIGKILL' }),
  },
  {
    sabotage: 'process-clock',
    lacks: 'leases by the clock of the database',
    breaks: ['lease'],
    patienceMs: 10_000,
    strike: missTheTime,
  },
];

/**
 * The checker must be able to fail: the same events once with the whole protocol, when nothing may be found, and once
 * without one of its parts, when something must.
 */
export async function playControls(stage: Stage): Promise<ScenarioResult> {
  const played = await Promise.all(
    controls.map(async control => [
      await play(stage, control, false),
      await play(stage, control, true),
    ]),
  );
  return { scenario: 'negative controls', checks: played.flat(), figures: {} };
}

async function play(stage: Stage, control: Control, isSabotaged: boolean): Promise<Check> {
  const { sabotage, lacks, breaks, patienceMs } = control;
  const world = await createWorld({
    ...stage,
    name: `${sabotage}-${isSabotaged ? 'without' : 'with'}`.replaceAll('-', '_'),
    faultRate: 0,
    leaseMs,
    datasets: 2,
    speed: 3,
    sabotage: isSabotaged ? sabotage : undefined,
  });
  const oracle = await Oracle.open(world.lake.directory);
  try {
    await world.calendar.next();
    await control.strike(world);
    await settle(world, isSabotaged ? patienceMs : 120_000);
    const violations = await checkWorld(world, oracle);
    const found = violations.filter(({ promise }) => breaks.includes(promise));
    const examples = (isSabotaged ? found : violations).slice(0, 2).map(({ what }) => what);
    return isSabotaged
      ? {
          name: `without ${lacks}, violations are found (${found.length})`,
          ok: found.length > 0,
          details: examples,
        }
      : {
          name: `with ${lacks}, the same events break nothing`,
          ok: violations.length === 0,
          details: examples,
        };
  } finally {
    await world.close();
  }
}

/** Replicas die at a point; others go on. */
async function die(world: World, trap: Trap): Promise<void> {
  const dead = victims(world, trap);
  await Promise.race([Promise.all(dead.map(victim => victim.ended())), sleep(trappedMs)]);
  await Promise.all(dead.map(victim => victim.kill()));
  await world.fleet.open(2);
}

/**
 * Replicas stop at a point, others take over and stop there too, and then the first come back: to runs that are open,
 * and that someone else holds.
 */
async function comeBack(world: World, trap: Trap): Promise<void> {
  const zombies = victims(world, trap);
  await untilStopped(zombies);
  await sleep(leaseMs);
  const holders = victims(world, trap);
  await untilStopped(holders);
  for (const zombie of zombies) zombie.resume();
  await sleep(comebackMs);
  await Promise.all([...zombies, ...holders].map(victim => victim.kill()));
  await world.fleet.open(2);
}

async function untilStopped(replicas: readonly Replica[]): Promise<void> {
  const endMs = performance.now() + trappedMs;
  while (!replicas.every(replica => replica.isStopped()) && performance.now() < endMs) {
    await sleep(50);
  }
}

function victims(world: World, trap: Trap): Replica[] {
  return [1, 2, 3].map(() => world.fleet.start({ trap }));
}

/** One replica's clock is an hour ahead, another one's an hour behind, while both work. */
async function missTheTime(world: World): Promise<void> {
  await world.fleet.open(3);
  const [ahead, behind] = world.fleet.working;
  world.fleet.jump(ahead, hourMs);
  world.fleet.jump(behind, -hourMs);
  await sleep(2_000);
}
