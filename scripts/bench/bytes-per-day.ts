import { ScaledClock } from 'athena-local';
import { addDays, eachDay, toDay } from 'backstage-plugin-service-insights-common';
import autocannon from 'autocannon';
import { setTimeout as sleep } from 'node:timers/promises';
import { startAthenaLake } from './support/athenaLake';
import { lakeDataset } from './support/lakeDataset';
import { lakeModule } from '../../plugins/service-insights-backend/src/testing/lakeModule';
import { queriesOf } from './support/queriesOf';
import { startReadPortal, type ReadPortal } from './support/readPortal';

const firstDay = toDay('2026-01-01');
const days = 30;
const viewers = 10_000;
const connections = 50;
const services = ['service-0', 'service-1', 'service-2', 'service-3'];

/** P4: what a day costs does not depend on who looks, while it is read and after. */
export async function run() {
  const without = await billOf(0);
  const withViewers = await billOf(viewers);
  const value = withViewers.bytesBilled / without.bytesBilled;
  return [
    {
      name: 'bytes-per-day P4',
      value,
      goal: '= 1',
      ok: value === 1 && withViewers.failed === 0,
      what: `bytes billed with ${viewers} page views, ${connections} at once, from before the first day was there ÷ with none, by the bill`,
      without,
      withViewers,
    },
  ];
}

async function billOf(views: number) {
  const lake = await startAthenaLake(
    eachDay(firstDay, addDays(firstDay, days - 1)).map(day => ({ day, bytes: 100_000 })),
    { clock: new ScaledClock(20) },
  );
  const portal = await startReadPortal({
    lake: lakeModule(lake.engine, [{ ...lakeDataset, history: days }]),
    services,
    asOf: `${addDays(firstDay, days)}T12:00:00Z`,
  });
  try {
    const failed = views > 0 ? await view(portal, views) : 0;
    await untilRead(portal);
    const queries = queriesOf(lake.server);
    const bytesBilled = queries.reduce((sum, query) => sum + query.bytesBilled, 0);
    return { queries: queries.length, bytesBilled, failed };
  } finally {
    await portal.stop();
    await lake.close();
  }
}

/** @returns how many views were not answered with 200 */
async function view({ baseUrl, authorization }: ReadPortal, views: number): Promise<number> {
  const { non2xx, errors } = await autocannon({
    url: baseUrl,
    connections,
    amount: views,
    requests: services.map(name => ({
      path: `/api/service-insights/v1/entities/component/default/${name}/overview`,
      headers: { authorization },
    })),
  });
  return non2xx + errors;
}

async function untilRead({ knex }: ReadPortal): Promise<void> {
  for (;;) {
    const complete = await knex('dataset_days').where({ state: 'complete' });
    const open = await knex('runs').whereNotIn('state', ['done', 'failed', 'cancelled']);
    if (complete.length === days && open.length === 0) return;
    await sleep(100);
  }
}
