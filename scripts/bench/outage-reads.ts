import { addDays, dayOf } from 'backstage-plugin-service-insights-common';
import { definitionsModule } from '../../plugins/service-insights-backend/src/testing/definitionsModule';
import { startAthenaLake } from './support/athenaLake';
import { compareLoad } from './support/compareLoad';
import { lakeModule } from '../../plugins/service-insights-backend/src/testing/lakeModule';
import { asOf, dataset, publishHistory, services } from './support/readData';
import { startReadPortal, type ReadPortal } from './support/readPortal';

const daysLater = 3;

/** P8: reads while nothing of the engine answers, for days, ÷ reads of a portal that is well. */
export async function run() {
  const lake = await startAthenaLake([]);
  await lake.server.close();
  const well = await startReadPortal({ lake: definitionsModule([dataset]), services, asOf });
  const down = await startReadPortal({
    lake: lakeModule(lake.engine, [dataset]),
    services,
    asOf: `${addDays(dayOf(Date.parse(asOf)), daysLater)}T09:00:00Z`,
  });
  try {
    await publishHistory(well.knex);
    await publishHistory(down.knex);
    const { ratio, ...measured } = await compareLoad(
      { ...cardOf(down), contains: '"stale"' },
      { ...cardOf(well), contains: '"status":"ok"' },
    );
    const failedRuns = await down.knex('runs').whereNotNull('error_class');
    const value = Math.round(ratio * 1_000) / 1_000;
    return [
      {
        name: 'outage-reads P8',
        value,
        goal: '≤ 1.1, every answer served and labelled stale',
        // Less than that is a failure of the load, and not a number.
        ok: value <= 1.1 && failedRuns.length > 0,
        what: `p95 of a card ${daysLater} days into an outage of the engine ÷ p95 of a card of a portal that is well`,
        failedRuns: failedRuns.length,
        ...measured,
      },
    ];
  } finally {
    await down.stop();
    await well.stop();
    await lake.close();
  }
}

function cardOf({ baseUrl, authorization }: ReadPortal) {
  return {
    url: `${baseUrl}/api/service-insights/v1/entities/component/default/${services[0]}/overview`,
    headers: { authorization },
  };
}
