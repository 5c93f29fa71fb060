import { ScaledClock } from 'athena-local';
import { addDays, eachDay, startOfDay, toDay } from 'backstage-plugin-service-insights-common';
import { startAthenaLake } from './support/athenaLake';
import { lakeDataset } from './support/lakeDataset';
import { queriesOf } from './support/queriesOf';
import { startRollupPortal } from './support/rollupPortal';

const firstDay = toDay('2026-01-01');
const days = 7;
/** Of each day: room for one event of each of the many services, and more. */
const bytes = 500_000;
const few = 20;
const many = 2_000;

/** P3: queries of a refresh do not depend on how many services there are. */
export async function run() {
  const ofFew = await refresh(few);
  const ofMany = await refresh(many);
  const value = ofMany.queries / ofFew.queries;
  return [
    {
      name: 'queries-per-refresh P3',
      value,
      goal: '= 1',
      ok: value === 1,
      what: `queries of reading ${days} days of ${many} services ÷ of ${few} services, by the bill`,
      ofFew,
      ofMany,
    },
  ];
}

async function refresh(services: number): Promise<{ services: number; queries: number }> {
  const lake = await startAthenaLake(
    eachDay(firstDay, addDays(firstDay, days - 1)).map(day => ({ day, bytes })),
    { clock: new ScaledClock(200) },
    { services },
  );
  const portal = await startRollupPortal({
    definitions: [{ ...lakeDataset, history: days }],
    engine: lake.engine,
    clock: () => startOfDay(addDays(firstDay, days)) + 12 * 3_600_000,
  });
  try {
    await portal.rollUp();
    const [{ published }] = await portal
      .knex('service_days')
      .countDistinct({ published: 'service' });
    return { services: Number(published), queries: queriesOf(lake.server).length };
  } finally {
    await portal.stop();
    await lake.close();
  }
}
