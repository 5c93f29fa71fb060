import type { World } from '../world/World';
import { checkDays } from './checkDays';
import { checkMoney } from './checkMoney';
import { ledgerChecks } from './ledgerChecks';
import type { Oracle } from './Oracle';
import type { Violation } from './Violation';

/** Holds everything that ever happened in a world, which must have come to rest, against what was promised. */
export async function checkWorld(world: World, oracle: Oracle): Promise<Violation[]> {
  const { database, engine, calendar, datasetIds, fleet } = world;
  const violations: Violation[] = [];
  for (const { promise, sql } of ledgerChecks) {
    const found = await database.rows<{ what: string }>(
      sql.replaceAll(':leaseMs', String(world.leaseMs)),
    );
    violations.push(...found.map(({ what }) => ({ promise, what })));
  }
  violations.push(...(await missing(world)));
  violations.push(...(await checkMoney(database, await engine.bill())));
  violations.push(...(await checkDays(database, oracle, datasetIds, calendar.kept)));
  for (const what of [...fleet.faults, ...(await world.uncaught())]) {
    violations.push({ promise: 'alive', what });
  }
  return violations;
}

/** What was due this morning and was not published, by now. */
export async function missing({ database, calendar, datasetIds }: World): Promise<Violation[]> {
  const published = await database.rows<{ dataset_id: string; day: string }>(
    "SELECT dataset_id, day FROM survival.generations WHERE morning = ? AND state = 'complete'",
    [calendar.morning],
  );
  const there = new Set(published.map(({ dataset_id, day }) => `${dataset_id} ${day}`));
  return datasetIds
    .flatMap(id => calendar.due.map(day => `${id} ${day}`))
    .filter(key => !there.has(key))
    .map(key => ({
      promise: 'lost',
      what: `${key} was due on morning ${calendar.morning} and was not published`,
    }));
}
