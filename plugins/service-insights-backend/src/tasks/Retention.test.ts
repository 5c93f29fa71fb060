import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import {
  addDays,
  toDay,
  type DatasetDefinitionInput,
} from 'backstage-plugin-service-insights-common';
import type { Knex } from 'knex';
import { DatabaseRetention } from '../database/DatabaseRetention';
import { migrate } from '../database/openDatabase';
import { eventDataset, openEventLake, type EventLake } from '../testing/eventLake';
import { startReplica, type Replica } from '../testing/portal';
import { Retention } from './Retention';

jest.setTimeout(60_000); // an engine, a database and files: slow where others work

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });
const dayMs = 86_400_000;

const requests: DatasetDefinitionInput = {
  ...eventDataset,
  customer: 'customer_id',
  dedupe: 'event_id',
  lag: 'PT0H',
  history: 20,
};

describe.each(databases.eachSupportedId())('what is not kept any more, on %s', databaseId => {
  let knex: Knex;
  let lake: EventLake;
  let nowMs: number;
  const replicas: Replica[] = [];

  beforeEach(async () => {
    knex = await databases.init(databaseId);
    await migrate(knex);
    lake = await openEventLake();
    nowMs = Date.parse('2026-03-15T12:00:00Z');
  });
  afterEach(async () => {
    for (const replica of replicas.splice(0)) await replica.stop();
    await lake.close();
  });

  async function start(definitions = [requests]) {
    const engines = [lake.engine];
    const replica = await startReplica({ knex, definitions, engines, now: () => nowMs });
    replicas.push(replica);
    return replica;
  }

  function retentionOf({ datasets }: Replica) {
    const logger = mockServices.logger.mock();
    const store = new DatabaseRetention(knex);
    const keep = { runsMs: 400 * dayMs, removedDatasetsMs: 30 * dayMs };
    const retention = new Retention({ datasets, store, keep, clock: () => nowMs, logger });
    return { retention, logger };
  }

  /** Removes at once, whenever it was done last. */
  async function remove(replica: Replica) {
    await knex('retention_turns').update({ begun_at: 0 });
    const { retention, logger } = retentionOf(replica);
    await retention.run();
    return logger;
  }

  async function write(day: string, ...customers: string[]) {
    const events = customers.map((customer, i) => ({
      event_id: `${day} ${i}`,
      ts: `${day} 10:30:00`,
      service: 'orders',
      customer_id: customer,
    }));
    await lake.write(day, events);
  }

  it('leaves the ledger after its time, unless it published a day that is there', async () => {
    await write('2026-03-14', 'acme');
    const replica = await start();
    await replica.refresh();
    const [published] = await knex('runs');
    const others = ['done', 'failed', 'cancelled', 'queued'].map((state, i) => ({
      ...published,
      id: `00000000-0000-4000-8000-00000000000${i}`,
      day: addDays(toDay('2026-02-20'), i),
      state,
      finished_at: state === 'queued' ? null : published.finished_at,
    }));
    await knex('runs').insert(others);

    nowMs += 400 * dayMs - 1;
    await remove(replica);
    expect(await knex('runs')).toHaveLength(5);
    nowMs += 2;
    await remove(replica);
    expect(await knex('runs').orderBy('state').pluck('state')).toEqual(['done', 'queued']);
    expect(await knex('runs').where({ state: 'done' }).pluck('id')).toEqual([published.id]);
  });

  it('forgets customers of whom no day is kept, and nobody else', async () => {
    await write('2026-02-25', 'gone', 'stays');
    await write('2026-03-14', 'stays', 'new');
    const replica = await start();
    await replica.refresh();
    const names = () => knex('customers').orderBy('key').pluck('key');
    await remove(replica);
    expect(await names()).toEqual(['gone', 'new', 'stays']);

    nowMs = Date.parse('2026-03-25T12:00:00Z');
    await write('2026-03-24', 'stays');
    await replica.refresh();
    await remove(replica);
    expect(await names()).toEqual(['new', 'stays']);

    // Someone who comes back is someone with a name again, on a replica that knew them as well.
    await write('2026-03-24', 'stays', 'gone');
    await replica.refresh();
    await remove(replica);
    expect(await names()).toEqual(['gone', 'new', 'stays']);
  });

  it('removes what is left of a dataset that no definition has, some time after it went', async () => {
    await write('2026-03-14', 'acme');
    const both = await start([requests, { ...requests, id: 'other' }]);
    await both.refresh();
    await both.derive();
    await both.stop();
    const one = await start([requests]);
    const logger = await remove(one);
    const message = 'No definition has dataset other any more: its data is removed in 30 days';
    expect(logger.warn).toHaveBeenCalledWith(message);
    expect(await datasetsIn('service_days')).toEqual(['other', 'requests']);

    const missedFor = (days: number) =>
      knex('datasets')
        .whereNotNull('missing_since')
        .update({ missing_since: knex.raw('missing_since - ?', [days * dayMs]) });
    await missedFor(29);
    await remove(await start([requests, { ...requests, id: 'other' }])); // it is back
    await remove(one);
    await missedFor(29);
    await remove(one);
    expect(await datasetsIn('service_days')).toEqual(['other', 'requests']);
    await missedFor(1);
    await remove(one);
    for (const table of [
      'dataset_days',
      'service_days',
      'service_periods',
      'service_customers',
      'customers',
      'datasets',
      'dataset_versions',
    ]) {
      expect([table, await datasetsIn(table)]).toEqual([table, ['requests']]);
    }
    const [{ payloads }] = await knex('service_day_payloads').count({ payloads: '*' });
    expect(Number(payloads)).toBe(1);
    expect(await datasetsIn('runs')).toEqual(['other', 'requests']);
  });

  it('is looked for once an hour, however many replicas ask', async () => {
    const replica = await start();
    const begun = await Promise.all(
      [1, 2, 3, 4].map(() => new DatabaseRetention(knex).begin(3_600_000)),
    );
    expect(begun.filter(Boolean)).toHaveLength(1);
    await write('2026-03-14', 'acme');
    await replica.refresh();
    nowMs += 500 * dayMs;
    await knex('runs').insert({
      ...(await knex('runs').first()),
      id: '00000000-0000-4000-8000-000000000000',
    });
    await retentionOf(replica).retention.run();
    expect(await knex('runs')).toHaveLength(2);
  });

  async function datasetsIn(table: string): Promise<string[]> {
    return knex(table).distinct('dataset_id').orderBy('dataset_id').pluck('dataset_id');
  }
});
