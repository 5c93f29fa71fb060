import { checkWorld } from '../checks/checkWorld';
import { Oracle } from '../checks/Oracle';
import { promises, type Violation } from '../checks/Violation';
import { createWorld, type World } from '../world/World';
import { checksOf, type ScenarioResult, type Stage } from './Scenario';
import { Storm, type StormPlan } from './Storm';
import { settle, untilPublished } from './untilPublished';

const replicas = 5;
const leaseMs = 2_500;
const longestMorningMs = 240_000;

/** Rounds of a storm, each of which ends in a calm, and in a check of everything that ever happened. */
export async function playStorm(
  stage: Stage,
  wanted: StormPlan & { rounds: number; minutes: number },
): Promise<ScenarioResult> {
  const endMs = performance.now() + wanted.minutes * 60_000;
  // A server that is somebody else's is not crashed.
  const plan = stage.server.crash ? wanted : { ...wanted, crashes: 0 };
  const world = await createWorld({
    ...stage,
    name: 'storm',
    faultRate: 0.2,
    leaseMs,
    datasets: 5,
  });
  const oracle = await Oracle.open(world.lake.directory);
  try {
    await world.fleet.open(replicas);
    const violations: Violation[] = [];
    const struck = { kills: 0, pauses: 0, terminations: 0, clockJumps: 0, crashes: 0 };
    let orphaned = 0;
    let rounds = 0;
    for (let round = 0; round < plan.rounds; round += 1) {
      const storm = new Storm(world, round);
      storm.start(shareOf(plan, round));
      do {
        await world.calendar.next();
        if (!(await untilPublished(world, longestMorningMs))) break;
      } while (!storm.isOver);
      orphaned += storm.orphaned;
      rounds += 1;
      struck.kills += storm.struck.kills;
      struck.pauses += storm.struck.pauses;
      struck.terminations += storm.struck.terminations;
      struck.clockJumps += storm.struck.clockJumps;
      struck.crashes += storm.struck.crashes;
      await settle(world, longestMorningMs);
      violations.push(...(await checkWorld(world, oracle)));
      await progress(world, round, plan.rounds, violations.length);
      if (violations.length > 0 || performance.now() > endMs) break; // what was broken stays broken
    }
    return {
      scenario: 'storm',
      checks: checksOf(promises, violations),
      figures: {
        rounds,
        ...figuresOf(struck),
        'kills that left runs behind': orphaned,
        ...(await figures(world)),
      },
    };
  } finally {
    await world.close();
  }
}

function shareOf(plan: StormPlan & { rounds: number }, round: number): StormPlan {
  const share = (all: number) =>
    Math.floor((all * (round + 1)) / plan.rounds) - Math.floor((all * round) / plan.rounds);
  return {
    kills: share(plan.kills),
    pauses: share(plan.pauses),
    terminations: share(plan.terminations),
    clockJumps: share(plan.clockJumps),
    crashes: share(plan.crashes),
  };
}

function figuresOf({ kills, pauses, terminations, clockJumps, crashes }: StormPlan) {
  return {
    kills,
    pauses,
    terminations,
    'clock jumps': clockJumps,
    'database crashes': crashes,
  };
}

async function figures(world: World) {
  const [runs] = await world.database.rows<Record<string, number>>(
    `SELECT count(DISTINCT run_id)::integer AS runs,
       count(DISTINCT run_id) FILTER (WHERE engine_run_id IS NOT NULL)::integer AS executed,
       count(*) FILTER (WHERE fence > old_fence AND old_state <> 'queued')::integer AS adopted,
       (SELECT count(*)::integer FROM survival.generations) AS generations
     FROM survival.run_changes`,
  );
  const { executions, faults } = await world.engine.bill();
  return {
    mornings: world.calendar.morning + 1,
    'processes started': world.fleet.started,
    'runs in the ledger': runs.runs,
    'runs that were executed': runs.executed,
    'executions on the bill': executions.length,
    'runs taken over': runs.adopted,
    'generations published': runs.generations,
    'engine faults injected': faults,
    'megabytes billed': executions.reduce((sum, { bytesBilled }) => sum + bytesBilled, 0) / 2 ** 20,
  };
}

async function progress(world: World, round: number, rounds: number, violations: number) {
  const { mornings, ...figure } = await figures(world);
  console.log(
    `storm: round ${round + 1} of ${rounds}, ${mornings} mornings, ${figure['runs in the ledger']} runs, ${figure['runs taken over']} taken over, ${figure['engine faults injected']} faults, ${violations} violations`,
  );
}
