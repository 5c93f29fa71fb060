import { createHash } from 'node:crypto';
import type { Day } from 'backstage-plugin-service-insights-common';
import type { Knex } from 'knex';
import type { DatasetDayState } from '../database/rows';
import { encodeServiceDay } from '../publish/encodeServiceDay';
import type { ServiceDay } from '../publish/ServiceDay';

/** A day of one source as a test wants it published. */
export type TestDay = {
  datasetId: string;
  version?: number;
  source?: string;
  day: Day;
  state?: DatasetDayState;
  services: readonly ServiceDay[];
  malformedEvents?: number;
  publishedAt?: number;
};

/** Puts a day into the tables as publishing does, and moves the dataset's revision. */
export async function publishDay(knex: Knex, test: TestDay): Promise<void> {
  const { datasetId, version = 1, source = 'lake', day, state = 'complete', services } = test;
  const key = { dataset_id: datasetId, version, source, day };
  const calls = services
    .flatMap(service => service.cells)
    .reduce((sum, cell) => sum + cell.calls, 0);
  await knex.transaction(async tx => {
    const old = tx('service_days').where(key).select('id');
    await tx('service_day_payloads').whereIn('service_day_id', old).delete();
    await tx('service_days').where(key).delete();
    for (const service of services) {
      const [{ id }] = await tx('service_days').insert(serviceDayRow(key, service)).returning('id');
      await tx('service_day_payloads').insert({
        service_day_id: id,
        payload: encodeServiceDay(service),
      });
    }
    await tx('dataset_days')
      .insert({
        ...key,
        state,
        run_id: '00000000-0000-4000-8000-000000000000',
        calls,
        result_rows: services.length,
        bytes_scanned: 0,
        malformed_events: test.malformedEvents ?? 0,
        duplicate_events: 0,
        unmapped_events: 0,
        checksum: checksumOf(services),
        published_at: test.publishedAt ?? 0,
      })
      .onConflict(['dataset_id', 'version', 'source', 'day'])
      .merge();
    await tx('datasets')
      .insert({ dataset_id: datasetId, active_version: version, revision: 1 })
      .onConflict('dataset_id')
      .merge({ active_version: version, revision: tx.raw('datasets.revision + 1') });
  });
}

/** Gives customers the ids that sets know them by. */
export async function internCustomers(
  knex: Knex,
  datasetId: string,
  names: ReadonlyMap<number, string>,
): Promise<void> {
  const rows = [...names].map(([id, key]) => ({ id, dataset_id: datasetId, key }));
  await knex.batchInsert('customers', rows, 200);
}

function serviceDayRow(key: object, { service, region, cells, customers }: ServiceDay) {
  const ofOutcome = (outcome: string) =>
    cells.filter(cell => cell.outcome === outcome).reduce((sum, cell) => sum + cell.calls, 0);
  return {
    ...key,
    service,
    region,
    calls: cells.reduce((sum, cell) => sum + cell.calls, 0),
    service_faults: ofOutcome('service_fault'),
    caller_faults: ofOutcome('caller_fault'),
    throttled: ofOutcome('throttled'),
    customers: customers.length,
  };
}

function checksumOf(services: readonly ServiceDay[]): string {
  return createHash('sha256').update(JSON.stringify(services)).digest('hex');
}
