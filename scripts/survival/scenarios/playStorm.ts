import { checkWorld } from '../checks/checkWorld';
import { Oracle } from '../checks/Oracle';
import { promises, type Violation } from '../checks/Violation';
import { createWorld, type World } from '../world/World';
import { checksOf, type ScenarioResult, type Stage } from './Scenario';
import { Storm, type StormPlan } from './Storm';
import { untilPublished } from './untilPublished';

const replicas = 4;
const leaseMs = 2_500;
const longestMorningMs = 240_000;

/** Rounds of a storm, each of which ends in a calm, and in a check of everything that ever happened. */
export async function playStorm(
  stage: Stage,
  wanted: StormPlan & { rounds: number },
): Promise<ScenarioResult> {
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
    let orphaned = 0;
    for (let round = 0; round < plan.rounds; round += 1) {
      const storm = new Storm(world, round);
      storm.start(shareOf(plan, round));
      do {
        await world.calendar.next();
        if (!(await untilPublished(world, longestMorningMs))) break;
      } while (!storm.isOver);
      orphaned += storm.orphaned;
      violations.push(...(await checkWorld(world, oracle)));
      await progress(world, round, plan.rounds, violations.length);
      if (violations.length > 0) break; // what was broken stays broken
    }
    return {
      scenario: 'storm',
      checks: checksOf(promises, violations),
      figures: {
        ...figuresOf(plan),
        'kills that left runs behind': orphaned,
        ...(await figures(world)),
      },
    };
  } finally {
    await world.close();
  }
}

function shareOf({ rounds, ...plan }: StormPlan & { rounds: number }, round: number): StormPlan {
  const share = (all: number) =>
    Math.floor((all * (round + 1)) / rounds) - Math.floor((all * round) / rounds);
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
