import { setTimeout as sleep } from 'node:timers/promises';
import { checkWorld } from '../checks/checkWorld';
import { Oracle } from '../checks/Oracle';
import type { Promised } from '../checks/Violation';
import type { Sabotage, Trap } from '../replica/orders';
import type { Replica } from '../world/Replica';
import { createWorld, type World } from '../world/World';
import type { Check, ScenarioResult, Stage } from './Scenario';
import { untilPublished } from './untilPublished';

const leaseMs = 2_000;
const hourMs = 3_600_000;
/** So long victims have to come to their point, and those that do not have nothing to say. */
const trappedMs = 30_000;

/** A part of the protocol, what happens when it is missing, and which promises must be seen to break. */
type Control = {
  sabotage: Sabotage;
  lacks: string;
  breaks: readonly Promised[];
  strike(world: World): Promise<void>;
};

const controls: readonly Control[] = [
  {
    sabotage: 'no-fence',
    lacks: 'fences',
    breaks: ['zombie', 'double', 'matched'],
    strike: world => comeBack(world, { point: 'before days.publish', signal: 'SIGSTOP' }),
  },
  {
    sabotage: 'random-token',
    lacks: 'tokens that follow from the run',
    breaks: ['executions', 'money'],
    strike: world => die(world, { point: 'after engine.start', signal: 'SIGKILL' }),
  },
  {
    sabotage: 'process-clock',
    lacks: 'leases by the clock of the database',
    breaks: ['lease', 'lost', 'terminal'],
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
  const { sabotage, lacks, breaks } = control;
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
    await untilPublished(world, isSabotaged ? 15_000 : 120_000);
    const violations = await checkWorld(world, oracle);
    const found = violations.filter(({ promise }) => breaks.includes(promise));
    const examples = violations.slice(0, 2).map(({ what }) => what);
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

/** Replicas stop at a point; others take over, and when they are done the first come back. */
async function comeBack(world: World, trap: Trap): Promise<void> {
  const zombies = victims(world, trap);
  const endMs = performance.now() + trappedMs;
  while (!zombies.every(zombie => zombie.isStopped()) && performance.now() < endMs) await sleep(50);
  await world.fleet.open(2);
  await untilPublished(world, 60_000);
  for (const zombie of zombies) zombie.resume();
  await sleep(2_000);
  await Promise.all(zombies.map(zombie => zombie.kill()));
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
