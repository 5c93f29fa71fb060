import { TestDatabases } from '@backstage/backend-test-utils';
import type { DatasetDefinitionInput } from 'backstage-plugin-service-insights-common';
import type { Engine } from 'backstage-plugin-service-insights-node';
import type { Knex } from 'knex';
import { migrate } from './database/openDatabase';
import {
  eventColumns,
  eventDataset,
  openEventLake,
  type EventLake,
  type LakeEvent,
} from './testing/eventLake';
import { servedDay, startReplica, type Replica } from './testing/portal';

jest.setTimeout(60_000); // an engine, a database and files: slow where others work

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

const requests: DatasetDefinitionInput = {
  ...eventDataset,
  customer: 'customer_id',
  outcome: { httpStatus: 'status' },
  duration: { column: 'duration_ms', unit: 'ms' },
  dedupe: 'event_id',
  measures: { bytes: { sum: 'bytes', unit: 'bytes' } },
  history: 3,
};

const day = '2026-03-14';
const event: LakeEvent = {
  event_id: 'e1',
  ts: `${day} 10:30:00`,
  service: 'orders',
  customer_id: 'acme',
  status: 200,
  duration_ms: 12,
  bytes: 100,
};

const { status, bytes, duration_ms, ...others } = eventColumns;
const withoutStatus = { ...others, bytes, duration_ms };

describe('a table whose columns change after the definition was loaded', () => {
  let knex: Knex;
  let lake: EventLake;
  let engine: Engine;
  let nowMs: number;
  let replica: Replica;

  beforeEach(async () => {
    knex = await databases.init('SQLITE_3');
    await migrate(knex);
    lake = await openEventLake();
    engine = lake.engine;
    nowMs = Date.parse('2026-03-15T12:00:00Z');
    await lake.write(day, [event]);
    replica = await startReplica({
      knex,
      definitions: [requests],
      engines: [changing(() => engine)],
      now: () => nowMs,
    });
    await replica.refresh();
  });
  afterEach(async () => {
    await replica.stop();
    await lake.close();
  });

  it.each<[string, Record<string, string>]>([
    ['is dropped', withoutStatus],
    ['is renamed', { ...withoutStatus, http_status: status }],
    ['gets a type that no outcome is told from', { ...eventColumns, status: 'timestamp' }],
    [
      'gets a type that is no number of milliseconds',
      { ...eventColumns, duration_ms: 'timestamp' },
    ],
  ])('keeps the good day, and blames the definition, when a column %s', async (_, columns) => {
    const before = await servedDay(knex, day);
    expect(before).toHaveLength(1);
    engine = await lake.redeclared(columns);
    await lake.write(day, [event, { ...event, event_id: 'e2' }]);
    expect(await replica.refresh()).toBe(1);
    expect(await servedDay(knex, day)).toEqual(before);
    expect(await knex('runs').where({ state: 'failed' }).pluck('error_class')).toEqual([
      'definition',
    ]);

    // Once the table is as it was, or the definition as the table, the day is read.
    engine = lake.engine;
    nowMs += 86_400_000;
    await replica.refresh();
    expect((await servedDay(knex, day))[0].cells[0].calls).toBe(2);
  });

  it.each<[string, Record<string, string>]>([
    ['is added', { ...eventColumns, referrer: 'varchar' }],
    ['becomes wider', { ...eventColumns, status: 'bigint' }],
    ['becomes text that holds numbers', { ...eventColumns, bytes: 'varchar' }],
    ['moves to another place', { bytes, duration_ms, status, ...others }],
  ])('reads on when a column %s', async (_, columns) => {
    engine = await lake.redeclared(columns);
    await lake.write(day, [event, { ...event, event_id: 'e2' }]);
    expect(await replica.refresh()).toBe(1);
    expect((await servedDay(knex, day))[0].cells[0]).toMatchObject({ calls: 2, measures: [200] });
    expect(await knex('runs').where({ state: 'failed' })).toEqual([]);
  });
});

/** The engine as it is at the moment, under one name. */
function changing(current: () => Engine): Engine {
  return {
    name: current().name,
    start: (statement, options) => current().start(statement, options),
    status: ids => current().status(ids),
    rows: (id, options) => current().rows(id, options),
    stop: id => current().stop(id),
    sourceDays: async request => current().sourceDays?.(request),
  };
}
