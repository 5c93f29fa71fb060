import { ScaledClock } from 'athena-local';
import { addDays, eachDay, startOfDay, toDay } from 'backstage-plugin-service-insights-common';
import { startAthenaLake, type AthenaLake } from './support/athenaLake';
import { lakeDataset } from './support/lakeDataset';
import { queriesOf } from './support/queriesOf';
import { startRollupPortal, type RollupPortal } from './support/rollupPortal';

const history = 90;
const firstDay = toDay('2026-01-01');
/** The lake holds a day more than is kept, so that one leaves as the last one comes. */
const lastDay = addDays(firstDay, history);
const bytes = 100_000;
const most = (1.1 * (lakeDataset.lookback + 1)) / history;
const definitions = [{ ...lakeDataset, history }];

/** P5: reading what came since yesterday ÷ reading everything, in bytes, for the same numbers. */
export async function run() {
  const lake = await startAthenaLake(
    eachDay(firstDay, lastDay).map(day => ({ day, bytes })),
    { clock: new ScaledClock(500) },
    { callsPerSecond: 1_000 },
  );
  try {
    const yesterday = noonAfter(addDays(lastDay, -1));
    const today = noonAfter(lastDay);
    let nowMs = yesterday;
    const grown = await started(lake, () => nowMs);
    await grown.rollUp();
    nowMs = today;
    const incremental = await bytesScannedBy(lake, () => grown.rollUp());
    const rebuilt = await started(lake, () => today);
    const rebuild = await bytesScannedBy(lake, () => rebuilt.rollUp());
    const sameNumbers =
      JSON.stringify(await keptChecksums(grown)) === JSON.stringify(await keptChecksums(rebuilt));
    await grown.stop();
    await rebuilt.stop();
    const value = incremental.bytesScanned / rebuild.bytesScanned;
    return [
      {
        name: 'incremental P5',
        value: Number(value.toFixed(4)),
        goal: `≤ ${most.toFixed(4)}, with the same checksums`,
        ok: value <= most && sameNumbers,
        what: `bytes scanned by the refresh of a new day with ${lakeDataset.lookback} days read again ÷ by reading ${history} days, by the bill`,
        sameNumbers,
        incremental,
        rebuild,
      },
    ];
  } finally {
    await lake.close();
  }
}

function noonAfter(day: typeof lastDay): number {
  return startOfDay(addDays(day, 1)) + 12 * 3_600_000;
}

function started(lake: AthenaLake, clock: () => number): Promise<RollupPortal> {
  return startRollupPortal({ definitions, engine: lake.engine, clock });
}

async function bytesScannedBy(lake: AthenaLake, work: () => Promise<void>) {
  const before = queriesOf(lake.server).length;
  await work();
  const queries = queriesOf(lake.server).slice(before);
  const bytesScanned = queries.reduce((sum, query) => sum + query.bytesScanned, 0);
  return { queries: queries.length, bytesScanned };
}

/** The checksums of the days that both keep. */
async function keptChecksums({ knex }: RollupPortal): Promise<[string, string][]> {
  const from = addDays(lastDay, 1 - history);
  const rows = await knex('dataset_days')
    .where('day', '>=', from)
    .where({ state: 'complete' })
    .orderBy('day');
  if (rows.length !== history) throw new Error(`${rows.length} days are kept, not ${history}`);
  return rows.map(({ day, checksum }) => [day, checksum]);
}
