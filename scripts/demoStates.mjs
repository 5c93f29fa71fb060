import { cp, readdir, rm, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { daysAgo } from './writeSampleData.mjs';

/** How much of the sample data a state's lake holds: two periods to compare, and some days more. */
const keptDays = 75;

/** What the newest days of both datasets cost on Athena, at its least price of a query: the days before do not fit. */
const usdForTwoPeriods = 2 * 60 * 0.00005;

/**
 * The states a demo can be started in with DEMO_STATE, each brought about by what brings it about in production.
 *
 * `status`: what the portal then says of its numbers. `holds`: whether the lake holds a day of a dataset; all when left
 * out. `afterwards`: what the lake becomes while the portal runs, where `cuts` says
 * whether the files of a day are cut in half. `engine`: which one reads it. `config`: what app-config.yaml is overridden by. `before`: the same demo as it was
 * until then, where numbers have to be there first.
 *
 * @type {Record<string, { status: string, engine?: 'duckdb' | 'athena', config?: object,
 *   holds?: (dataset: string, day: string) => boolean, before?: object, afterwards?: object }>}
 */
export const demoStates = {
  // The last two days never came.
  late: { status: 'stale', holds: (_, day) => day < daysAgo(2) },
  // Two partitions in the middle are gone.
  partial: {
    status: 'partial',
    holds: (dataset, day) =>
      dataset !== 'api-requests' || !isBetween(day, daysAgo(20), daysAgo(19)),
  },
  // Queries have a price, and what they may cost in a month is used up by the newest days.
  'over-budget': {
    status: 'overBudget',
    engine: 'athena',
    config: { serviceInsights: { budget: { usdPerMonth: usdForTwoPeriods } } },
  },
  // Files that come while the portal runs are cut off: no run can read them.
  failing: {
    status: 'failing',
    holds: (_, day) => day < daysAgo(3),
    afterwards: { cuts: day => day >= daysAgo(3) },
  },
  // Somebody has thrown the switch.
  paused: { status: 'paused', config: { serviceInsights: { paused: true } }, before: {} },
};

/**
 * Makes the lake of a state from the sample data.
 *
 * @param {string} from - the sample data
 * @param {string} to - is made anew
 * @param {{ holds?: (dataset: string, day: string) => boolean, cuts?: (day: string) => boolean }} state
 */
export async function makeLake(from, to, { holds = () => true, cuts = () => false }) {
  await rm(to, { recursive: true, force: true });
  for (const name of await readdir(from, { recursive: true })) {
    const [, dataset, day] = /^([\w-]+)\/day=([-\d]+)$/.exec(name) ?? [];
    if (day === undefined || day < daysAgo(keptDays) || !holds(dataset, day)) continue;
    await cp(join(from, name), join(to, name), { recursive: true });
    if (cuts(day)) await cutFiles(join(to, name));
  }
}

async function cutFiles(folder) {
  for (const name of await readdir(folder)) {
    const file = join(folder, name);
    await truncate(file, Math.floor((await stat(file)).size / 2));
  }
}

function isBetween(day, from, to) {
  return day >= from && day <= to;
}
