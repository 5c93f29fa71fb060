import { TestDatabases } from '@backstage/backend-test-utils';
import {
  addDays,
  eachDay,
  toDay,
  type DatasetDefinitionInput,
} from 'backstage-plugin-service-insights-common';
import { EngineError, type Engine } from 'backstage-plugin-service-insights-node';
import type { Knex } from 'knex';
import { DatabasePlanStore } from '../database/DatabasePlanStore';
import { DatabaseRunStore } from '../database/DatabaseRunStore';
import { migrate } from '../database/openDatabase';
import { DatabaseRollupStore } from '../read/DatabaseRollupStore';
import { eventDataset, openEventLake, type EventLake } from '../testing/eventLake';
import { servedDay, startReplica, untilNothingIsDue, type Replica } from '../testing/portal';

jest.setTimeout(60_000); // an engine, a database and files: slow where others work

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });
const dayMs = 86_400_000;

const requests: DatasetDefinitionInput = {
  ...eventDataset,
  outcome: { httpStatus: 'status' },
  history: 5,
};

const days = eachDay(toDay('2026-03-10'), toDay('2026-03-14'));

let events = 0;
const event = (day: string, status = 200) => ({
  event_id: `e${events++}`,
  ts: `${day} 10:30:00`,
  service: 'orders',
  status,
});

describe.each(databases.eachSupportedId())('planning on %s', databaseId => {
  let knex: Knex;
  let lake: EventLake;
  let nowMs: number;
  let starts: number;
  const replicas: Replica[] = [];

  beforeEach(async () => {
    knex = await databases.init(databaseId);
    await migrate(knex);
    lake = await openEventLake();
    for (const day of days) await lake.write(day, [event(day), event(day, 500)]);
    nowMs = Date.parse('2026-03-15T12:00:00Z');
    starts = 0;
  });
  afterEach(async () => {
    for (const replica of replicas.splice(0)) await replica.stop();
    await lake.close();
  });

  /** The lake's engine, with its starts counted, and other behaviour where a test wants it. */
  const counted = (change: Partial<Engine> = {}): Engine => ({
    name: 'lake',
    async start(statement, options) {
      starts += 1;
      return lake.engine.start(statement, options);
    },
    status: ids => lake.engine.status(ids),
    rows: (id, options) => lake.engine.rows(id, options),
    stop: id => lake.engine.stop(id),
    sourceDays: source => lake.engine.sourceDays(source),
    ...change,
  });

  async function start(
    change: Partial<DatasetDefinitionInput> = {},
    engine = counted(),
    others: DatasetDefinitionInput[] = [],
  ) {
    const replica = await startReplica({
      knex,
      definitions: [{ ...requests, ...change }, ...others],
      engines: [engine],
      now: () => nowMs,
    });
    replicas.push(replica);
    return replica;
  }

  async function callsOn(day: string) {
    const cells = (await servedDay(knex, day)).flatMap(service => service.cells);
    return cells.reduce((sum, { calls }) => sum + calls, 0);
  }

  /** How many runs each dataset has. */
  async function plannedRuns() {
    const planned: { dataset_id: string; runs: number | string }[] = await knex('runs')
      .groupBy('dataset_id')
      .orderBy('dataset_id')
      .select('dataset_id', knex.raw('count(*) as runs'));
    return new Map(planned.map(row => [row.dataset_id, Number(row.runs)]));
  }

  const readVersions = async () => {
    const rows = await knex('dataset_days').orderBy('day').select('version', 'read_version');
    return rows.map(({ version, read_version }) => [version, read_version]);
  };

  it('keeps the days of a changed definition that says so, and reads new ones by it', async () => {
    await (await start()).refresh();
    expect(starts).toBe(5);
    const keeping = await start({ where: 'status < 500', onChange: 'keep' });
    expect(await keeping.refresh()).toBe(0);
    expect(await knex('datasets').pluck('active_version')).toEqual([2]);
    expect(await callsOn('2026-03-14')).toBe(2);
    expect(await readVersions()).toEqual(days.map(() => [2, 1]));

    nowMs += dayMs;
    await lake.write('2026-03-15', [event('2026-03-15'), event('2026-03-15', 500)]);
    await keeping.refresh();
    expect(starts).toBe(6);
    expect(await callsOn('2026-03-15')).toBe(1);
    expect(await callsOn('2026-03-14')).toBe(2);
    const store = new DatabaseRollupStore(knex);
    const published = await store.publishedDays({ datasetId: 'requests', version: 2 });
    const older = published.filter(({ readVersion }) => readVersion === 1);
    expect([older.length, published.length]).toEqual([4, 5]);
  });

  it('reads the last days of a changed definition again that says so, and no others', async () => {
    await (await start()).refresh();
    const patching = await start({ where: 'status < 500', onChange: { patch: 2 } });
    expect(await patching.refresh()).toBe(2);
    expect(await patching.refresh()).toBe(0);
    expect(starts).toBe(7);
    const served = await Promise.all(days.map(callsOn));
    expect(served).toEqual([2, 2, 2, 1, 1]);
    expect((await readVersions()).map(([, read]) => read)).toEqual([1, 1, 1, 2, 2]);
  });

  it('takes what a changed definition finds for what it is, though it is far less than before', async () => {
    const busy = (day: string) => [
      ...Array.from({ length: 3_000 }, () => event(day, 500)),
      ...Array.from({ length: 300 }, () => event(day)),
    ];
    for (const day of days) await lake.write(day, busy(day));
    await (await start()).refresh();
    const patching = await start({ where: 'status < 500', onChange: { patch: 2 } });
    await patching.refresh();
    expect(await Promise.all(days.map(callsOn))).toEqual([3_300, 3_300, 3_300, 300, 300]);
    expect(await knex('dataset_days').whereNotNull('suspicion').pluck('day')).toEqual([]);
  });

  it('reads all days again where the old ones cannot stand beside the new', async () => {
    await (await start()).refresh();
    const other = await start({ service: { sql: "concat(service, '-api')" }, onChange: 'keep' });
    expect(await other.refresh()).toBe(5);
    expect(starts).toBe(10);
    const [{ service }] = await servedDay(knex, '2026-03-14');
    expect(service).toBe('orders-api');
    expect(await readVersions()).toEqual(days.map(() => [2, 2]));
  });

  it('serves a new version in the end, though its definition fails on a day of long ago', async () => {
    await (await start()).refresh();
    const half = counted({
      async start(statement, options) {
        if (statement.reads[0].partition.values.includes('2026-03-12')) {
          throw new EngineError({ class: 'definition', code: 'data', message: 'bad data' });
        }
        return lake.engine.start(statement, options);
      },
    });
    const changed = await start({ where: 'status < 500', history: 8 }, half);
    await changed.refresh();
    expect(await knex('datasets').pluck('active_version')).toEqual([1]);
    nowMs += dayMs;
    await changed.refresh();
    expect(await knex('datasets').pluck('active_version')).toEqual([2]);
    expect(await Promise.all(days.map(callsOn))).toEqual([1, 1, 0, 1, 1]);
  });

  it('leaves a dataset to the replica that has loaded the newer version, for a while', async () => {
    const old = await start();
    await old.refresh();
    await (await start({ where: 'status < 500', onChange: 'keep' })).refresh();
    expect(await old.refresh()).toBe(0);
    expect(starts).toBe(5);
    await knex('dataset_versions').update({ loaded_at: knex.raw('loaded_at - 1000000') });
    expect(await old.plan()).toBe(5);
  });

  it('stops trying a definition that can only fail, but for once a day, until it changes', async () => {
    const failing = counted({
      async start() {
        starts += 1;
        throw new EngineError({ class: 'definition', code: 'column', message: 'no such column' });
      },
    });
    const history = { history: 60, emptyDay: 'zero' as const };
    const replica = await start(history, failing);
    for (let tick = 0; tick < 20; tick++) await replica.plan();
    await replica.refresh();
    const tried = starts;
    expect(tried).toBeLessThanOrEqual(10);
    for (let tick = 0; tick < 20; tick++) await replica.plan();
    expect(starts).toBe(tried);
    for (let day = 1; day <= 3; day++) {
      nowMs += dayMs;
      await replica.refresh();
      expect(starts).toBe(tried + day);
    }
    await replica.stop();

    await new DatabasePlanStore(knex, () => nowMs).resetBreaker('requests');
    const mended = await start(history, counted());
    await mended.refresh();
    await untilNothingIsDue(knex);
    expect(await mended.plan()).toBe(0);
    expect(await knex('dataset_days').pluck('day')).toHaveLength(60);
  });

  it('plans every dataset, though the lake of one cannot be looked at', async () => {
    const broken: Engine = counted({
      name: 'broken',
      sourceDays: async () => {
        throw new EngineError({ class: 'transient', code: 'net', message: 'connection reset' });
      },
    });
    const replica = await startReplica({
      knex,
      definitions: [
        { ...requests, id: 'first', sources: [{ engine: 'broken' }] },
        { ...requests, id: 'second', sources: [{ engine: 'broken' }, { engine: 'lake' }] },
        { ...requests, id: 'third', sources: [{ engine: 'lake' }] },
      ],
      engines: [broken, counted()],
      now: () => nowMs,
    });
    replicas.push(replica);
    await replica.refresh();
    expect(await plannedRuns()).toEqual(
      new Map([
        ['second', 5],
        ['third', 5],
      ]),
    );
  });

  it('reads a range again when asked to, each day once, whoever asks with it', async () => {
    const replica = await start();
    await replica.refresh();
    const [dataset] = replica.datasets.all();
    const range = { from: toDay('2026-01-01'), to: toDay('2026-03-12') };
    expect(await replica.backfill.days(dataset, range)).toEqual(days.slice(0, 3).reverse());
    const asked = Array.from({ length: 4 }, () => replica.backfill.enqueue(dataset, range));
    const enqueued = await Promise.all(asked);
    expect(enqueued.reduce((a, b) => a + b, 0)).toBe(3);
    replica.worker.wake();
    await untilNothingIsDue(knex);
    expect(starts).toBe(8);
    expect(await replica.plan()).toBe(0);
  });

  it('never lets history, asked for or new, go before the newest days of any dataset', async () => {
    const runs = new DatabaseRunStore(knex, () => nowMs);
    const others = [{ ...requests, id: 'others', emptyDay: 'zero' as const, history: 400 }];
    const replica = await start({ emptyDay: 'zero', history: 400 }, counted(), others);
    await replica.worker.stop();
    const [first, second] = replica.datasets.all();
    const everything = { from: addDays(toDay('2026-03-14'), -399), to: toDay('2026-03-13') };
    await replica.backfill.enqueue(first, everything);
    await replica.plan();
    const counts = await plannedRuns();
    expect(counts.get('requests')).toBeGreaterThanOrEqual(400);
    expect(counts.get('others')).toBe(10);

    const sources = [first, second].map(({ definition, version }) => ({
      datasetId: definition.id,
      version,
      source: 'lake',
    }));
    const claimed = await runs.claim('worker', sources, 4);
    expect(claimed.map(({ datasetId, day }) => `${day} ${datasetId}`).sort()).toEqual([
      '2026-03-13 others',
      '2026-03-13 requests',
      '2026-03-14 others',
      '2026-03-14 requests',
    ]);
  });
});
