import { TestDatabases } from '@backstage/backend-test-utils';
import {
  addDays,
  toDay,
  type DatasetDefinitionInput,
} from 'backstage-plugin-service-insights-common';
import {
  EngineError,
  type Engine,
  type EngineRunStatus,
} from 'backstage-plugin-service-insights-node';
import type { Knex } from 'knex';
import { migrate } from './database/openDatabase';
import { bucketOf } from './publish/durationBuckets';
import type { RunStore } from './runs/RunStore';
import { eventDataset, openEventLake, type EventLake, type LakeEvent } from './testing/eventLake';
import { PausableRunStore } from './testing/PausableRunStore';
import { servedDay, startReplica, until, untilNothingIsDue, type Replica } from './testing/portal';

jest.setTimeout(30_000); // an engine, a database and files: slow where others work

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

const requests: DatasetDefinitionInput = {
  ...eventDataset,
  region: 'region',
  customer: 'customer_id',
  operation: 'operation',
  outcome: { httpStatus: 'status' },
  error: 'error_code',
  duration: { column: 'duration_ms', unit: 'ms' },
  dedupe: 'event_id',
  measures: { bytes: { sum: 'bytes', unit: 'bytes' } },
  lag: 'PT6H',
  history: 5,
};

let ids = 0;
function event(day: string, change: Partial<LakeEvent> = {}): LakeEvent {
  return {
    event_id: `e${ids++}`,
    ts: `${day} 10:30:00`,
    service: 'orders',
    region: 'eu',
    customer_id: 'acme',
    operation: 'Get',
    status: 200,
    error_code: null,
    duration_ms: 12,
    bytes: 100,
    ...change,
  };
}

/** An engine that fails where the test says so, and is the real one otherwise. */
function faulty(engine: Engine, fault: Partial<Engine>): Engine {
  return {
    name: engine.name,
    start: (statement, options) => engine.start(statement, options),
    status: ids_ => engine.status(ids_),
    rows: (id, options) => engine.rows(id, options),
    stop: id => engine.stop(id),
    ...fault,
  };
}

describe.each(databases.eachSupportedId())('from lake to database on %s', databaseId => {
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

  async function start(
    change: Partial<DatasetDefinitionInput> = {},
    engine: Engine = lake.engine,
    runs?: RunStore,
  ) {
    const replica = await startReplica({
      knex,
      definitions: [{ ...requests, ...change }],
      engines: [engine],
      now: () => nowMs,
      runs,
    });
    replicas.push(replica);
    return replica;
  }

  const callsOn = async (day: string) =>
    (await servedDay(knex, day)).flatMap(({ cells }) => cells).reduce((sum, c) => sum + c.calls, 0);

  it('keeps what a day holds, and nothing else', async () => {
    await lake.write('2026-03-14', [
      event('2026-03-14', { event_id: 'twice' }),
      event('2026-03-14', { event_id: 'twice' }),
      event('2026-03-14', { status: 503, error_code: 'Down', duration_ms: 0, bytes: 7 }),
      event('2026-03-14', {
        status: 404,
        customer_id: 'b|c\\d',
        operation: 'List',
        ts: '2026-03-14 23:59:59.999',
      }),
      event('2026-03-14', { status: 429, customer_id: null, ts: '2026-03-14 00:00:00' }),
      event('2026-03-14', { service: 'billing', region: 'us' }),
      event('2026-03-14', { service: null }),
      event('2026-03-13', { ts: '2026-03-13 23:59:59.999' }), // of the day before, in this day's partition
    ]);
    const replica = await start();
    expect(await replica.refresh()).toBe(1);

    const [billing, orders, ...others] = await servedDay(knex, '2026-03-14');
    expect(others).toEqual([]);
    expect(billing).toMatchObject({ service: 'billing', region: 'us', cells: [{ calls: 1 }] });
    const [acme, other] = await knex('customers').orderBy('key').select('id', 'key');
    expect([acme.key, other.key]).toEqual(['acme', 'b|c\\d']);
    expect(orders).toEqual({
      service: 'orders',
      region: 'eu',
      day: '2026-03-14',
      cells: [
        { operation: 'Get', outcome: 'ok', error: '', calls: 1, measures: [100] },
        { operation: 'Get', outcome: 'service_fault', error: 'Down', calls: 1, measures: [7] },
        { operation: 'Get', outcome: 'throttled', error: '', calls: 1, measures: [100] },
        { operation: 'List', outcome: 'caller_fault', error: '', calls: 1, measures: [100] },
      ],
      customers: [
        { id: acme.id, calls: 2, failedCalls: 1, callerFaults: 0 },
        { id: other.id, calls: 1, failedCalls: 1, callerFaults: 1 },
      ].sort((a, b) => a.id - b.id),
      durations: [
        {
          operation: 'Get',
          buckets: [
            [bucketOf(0), 1],
            [bucketOf(12), 2],
          ],
        },
        { operation: 'List', buckets: [[bucketOf(12), 1]] },
      ],
      hours: [
        { hour: 0, outcome: 'throttled', calls: 1 },
        { hour: 10, outcome: 'ok', calls: 1 },
        { hour: 10, outcome: 'service_fault', calls: 1 },
        { hour: 23, outcome: 'caller_fault', calls: 1 },
      ],
    });
    const [day] = await knex('dataset_days');
    expect([day.state, day.day]).toEqual(['complete', '2026-03-14']);
    expect([day.calls, day.duplicate_events, day.unmapped_events].map(Number)).toEqual([5, 1, 1]);
    expect(await replica.refresh()).toBe(0);
  });

  it('keeps a day open until its lag is over, and counts it then', async () => {
    await lake.write('2026-03-15', [event('2026-03-15')]);
    const replica = await start();
    await replica.refresh();
    expect(await knex('dataset_days').pluck('state')).toEqual(['open']);

    nowMs = Date.parse('2026-03-16T05:59:00Z');
    await lake.write('2026-03-15', [event('2026-03-15'), event('2026-03-15')]);
    await replica.refresh();
    expect(await knex('dataset_days').pluck('state')).toEqual(['open']);
    nowMs = Date.parse('2026-03-16T06:00:00Z');
    await replica.refresh();
    expect(await knex('dataset_days').pluck('state')).toEqual(['complete']);
    expect(await callsOn('2026-03-15')).toBe(2);
  });

  it('reads a day again when events come late, and days after it on engines that cannot tell', async () => {
    await lake.write('2026-03-12', [event('2026-03-12')]);
    await lake.write('2026-03-14', [event('2026-03-14')]);
    const telling = await start();
    await telling.refresh();
    await lake.write('2026-03-12', [event('2026-03-12')], 'late');
    expect(await telling.refresh()).toBe(1);
    expect(await callsOn('2026-03-12')).toBe(2);
    await telling.stop();

    const silent = await start({ id: 'silent' }, faulty(lake.engine, {}));
    await silent.refresh();
    nowMs = Date.parse('2026-03-16T12:00:00Z');
    await lake.write('2026-03-14', [event('2026-03-14')], 'late');
    await silent.refresh();
    const readTwice = await knex('runs')
      .where({ dataset_id: 'silent', state: 'done' })
      .groupBy('day')
      .havingRaw('count(*) > 1')
      .orderBy('day')
      .pluck('day');
    expect(readTwice).toEqual(expect.arrayContaining(['2026-03-13', '2026-03-14']));
    expect(readTwice).not.toContain('2026-03-12');
    const day = await knex('dataset_days')
      .where({ dataset_id: 'silent', day: '2026-03-14' })
      .first();
    expect(Number(day.calls)).toBe(2);
  });

  it('rebuilds when the definition changes, and serves the old numbers until it covers them', async () => {
    for (let i = 0; i < 4; i++) {
      const day = addDays(toDay('2026-03-11'), i);
      await lake.write(day, [event(day), event(day, { status: 500 })]);
    }
    const before = await start();
    await before.refresh();
    await before.stop();

    let isDown = true;
    const half = faulty(lake.engine, {
      async start(statement, options) {
        if (isDown && statement.reads[0].partition.values.includes('2026-03-11')) {
          throw new EngineError({ class: 'operator', code: 'x', message: 'no access' });
        }
        return lake.engine.start(statement, options);
      },
    });
    const after = await start({ where: 'status < 500' }, half);
    await after.refresh();
    expect(await callsOn('2026-03-14')).toBe(2);
    isDown = false;
    nowMs += 86_400_000;
    await after.refresh();
    expect(await callsOn('2026-03-14')).toBe(1);
    expect(await knex('datasets').pluck('active_version')).toEqual([2]);
    expect(new Set(await knex('service_days').pluck('version'))).toEqual(new Set([2]));
  });

  it('keeps the last good day when the engine fails, tries again what passes, and gives up the rest', async () => {
    await lake.write('2026-03-14', [event('2026-03-14')]);
    const good = await start();
    await good.refresh();
    await good.stop();
    await lake.write('2026-03-14', [event('2026-03-14'), event('2026-03-14')]);

    let failure: Extract<EngineRunStatus, { state: 'failed' }>['error'] = {
      class: 'definition',
      code: 'column',
      message: 'no such column',
    };
    const failing = faulty(lake.engine, {
      sourceDays: request => lake.engine.sourceDays(request),
      async status(asked) {
        const cost = { bytesScanned: 5, bytesBilled: 10, usd: 1 };
        return new Map(asked.map(id => [id, { state: 'failed', cost, error: failure }]));
      },
    });
    const replica = await start({}, failing);
    expect(await replica.refresh()).toBe(1);
    expect(await replica.refresh()).toBe(0);
    expect(await callsOn('2026-03-14')).toBe(1);
    expect(await knex('runs').where({ state: 'failed' }).select('error_class', 'usd')).toEqual([
      { error_class: 'definition', usd: 1 },
    ]);

    nowMs += 86_400_000;
    failure = { class: 'transient', code: 'net', message: 'connection reset' };
    expect(await replica.refresh()).toBe(1);
    for (let attempt = 2; attempt <= 3; attempt++) {
      await knex('runs').where({ state: 'queued' }).update({ due_at: 0 });
      replica.worker.wake();
      await untilNothingIsDue(knex);
    }
    const attempts = await knex('runs').where({ error_class: 'transient' }).orderBy('attempt');
    expect(attempts.map(({ attempt, state }) => [attempt, state])).toEqual([
      [1, 'failed'],
      [2, 'failed'],
      [3, 'failed'],
    ]);
    expect(new Set(attempts.map(({ token }) => token)).size).toBe(3);
    expect(await callsOn('2026-03-14')).toBe(1);
  });

  it('goes on with a run whose worker is gone, without executing it again', async () => {
    await lake.write('2026-03-14', [event('2026-03-14')]);
    let starts = 0;
    const hanging = faulty(lake.engine, {
      async start(statement, options) {
        starts += 1;
        return lake.engine.start(statement, options);
      },
      status: async asked => new Map(asked.map(id => [id, { state: 'running' }])),
    });
    const ledger = new PausableRunStore(knex, () => nowMs);
    const gone = await start({ history: 1 }, hanging, ledger);
    await gone.plan();
    gone.worker.wake();
    await until(async () => (await knex('runs').where({ state: 'running' })).length > 0);
    const running = await knex('runs').where({ state: 'running' }).pluck('engine_run_id');

    const counting = faulty(lake.engine, {
      async start(statement, options) {
        starts += 1;
        return lake.engine.start(statement, options);
      },
    });
    const goOn = ledger.pause();
    const heir = await start({ history: 1 }, counting);
    await knex('runs').where({ state: 'running' }).update({ lease_until: 1 });
    heir.worker.wake();
    await until(
      async () =>
        (await knex('runs').whereIn('engine_run_id', running).andWhere({ state: 'done' }))
          .length === running.length,
    );
    expect(starts).toBe((await knex('runs')).length);
    expect(await callsOn('2026-03-14')).toBe(1);
    goOn();
    await gone.stop();
    expect(await knex('runs').whereNot({ state: 'done' })).toEqual([]);
  });

  it('hands its runs over at once when it is shut down', async () => {
    await lake.write('2026-03-14', [event('2026-03-14')]);
    const hanging = faulty(lake.engine, {
      status: async asked => new Map(asked.map(id => [id, { state: 'running' }])),
    });
    const leaving = await start({ history: 1 }, hanging);
    await leaving.plan();
    leaving.worker.wake();
    await until(async () => (await knex('runs').where({ state: 'running' })).length > 0);
    await leaving.stop();
    const heir = await start({ history: 1 });
    heir.worker.wake();
    await untilNothingIsDue(knex);
    expect(await callsOn('2026-03-14')).toBe(1);
  });

  it('executes each day once with four replicas', async () => {
    const days = Array.from({ length: 5 }, (_, i) => addDays(toDay('2026-03-10'), i));
    for (const day of days) await lake.write(day, [event(day)]);
    const four = await Promise.all([start(), start(), start(), start()]);
    await Promise.all(four.flatMap(replica => [replica.refresh(), replica.plan(), replica.plan()]));
    await untilNothingIsDue(knex);
    expect(await knex('runs').orderBy('day').select('day', 'state')).toEqual(
      days.map(day => ({ day, state: 'done' })),
    );
  });

  it('removes days that are older than the history', async () => {
    for (const day of ['2026-03-10', '2026-03-14']) await lake.write(day, [event(day)]);
    const replica = await start();
    await replica.refresh();
    nowMs = Date.parse('2026-03-16T12:00:00Z');
    await replica.refresh();
    expect(await knex('dataset_days').orderBy('day').pluck('day')).toEqual(['2026-03-14']);
    expect(await knex('service_days').pluck('day')).toEqual(['2026-03-14']);
  });
});
