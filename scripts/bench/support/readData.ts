import {
  addDays,
  datasetDefinitionSchema,
  eachDay,
  toDay,
  type DatasetDefinitionInput,
  type Day,
} from 'backstage-plugin-service-insights-common';
import type { Knex } from 'knex';
import type { LoadedDataset } from '../../../plugins/service-insights-backend/src/definitions/LoadedDataset';
import { StandardPeriods } from '../../../plugins/service-insights-backend/src/read/StandardPeriods';
import {
  internCustomers,
  publishDay,
} from '../../../plugins/service-insights-backend/src/testing/publishDay';
import {
  serviceDay,
  type TestCalls,
} from '../../../plugins/service-insights-backend/src/testing/serviceDay';
import { eventsDataset } from './eventsDataset';
import { silent } from './silent';

/** What the portal of the read benchmarks serves. */
export const dataset = {
  ...eventsDataset,
  id: 'api-requests',
} as const satisfies DatasetDefinitionInput;

/** The same, as the portal has it. */
export const loaded: LoadedDataset = {
  definition: datasetDefinitionSchema.parse(dataset),
  version: 1,
  fingerprint: 'benchmark',
  sources: [{ name: 'lake', engine: 'lake', table: dataset.table }],
};

const lastDay = toDay('2026-03-14');
const historyDays = 200;

/** The portal's instant: the morning after the last day. */
export const asOf = `${addDays(lastDay, 1)}T09:00:00Z`;

/** The portal's services. */
export const services = Array.from({ length: 12 }, (_, i) => `service-${i + 1}`);

const regions = ['eu-central-1', 'eu-west-1', 'us-east-1', 'us-west-2', 'ap-south-1'];
const operations = ['Create', 'Get', 'List', 'Update', 'Delete', 'Search', 'Export', 'Import'];
const customers = 200;

/** Publishes the days of all services, and what follows from them: the same at each run. */
export async function publishHistory(knex: Knex): Promise<void> {
  const names = Array.from({ length: customers }, (_, i): [number, string] => [
    i + 1,
    `c-${i + 1}`,
  ]);
  await internCustomers(knex, dataset.id, new Map(names));
  const random = randomNumbers(20_260_314);
  for (const day of eachDay(addDays(lastDay, 1 - historyDays), lastDay)) {
    await publishDay(knex, {
      datasetId: dataset.id,
      day,
      services: services.flatMap(service =>
        regions.map(region => serviceDay({ service, region, day }, callsOf(day, random))),
      ),
    });
  }
  await new StandardPeriods({ knex, logger: silent }).derive(loaded);
}

function callsOf(day: Day, random: () => number): TestCalls[] {
  const weekend = [0, 6].includes(new Date(day).getUTCDay());
  return Array.from({ length: weekend ? 60 : 120 }, () => {
    const fate = random();
    return {
      customer: 1 + Math.floor(random() ** 2 * customers),
      operation: operations[Math.floor(random() ** 2 * operations.length)],
      outcome: fate < 0.01 ? 'service_fault' : fate < 0.05 ? 'caller_fault' : 'ok',
      error: fate < 0.01 ? 'Timeout' : fate < 0.05 ? 'Conflict' : '',
      hour: Math.floor(random() * 24),
      durationMs: 5 + 400 * random() ** 3,
      calls: 1 + Math.floor(random() * 20),
    } satisfies TestCalls;
  });
}

/** Numbers from 0 to 1 that come out the same for the same seed (mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
