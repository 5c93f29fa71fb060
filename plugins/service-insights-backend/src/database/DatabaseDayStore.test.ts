import { TestDatabases, type TestDatabaseId } from '@backstage/backend-test-utils';
import { toDay } from 'backstage-plugin-service-insights-common';
import type { Knex } from 'knex';
import type { DayStore, PublishableDay } from '../publish/DayStore';
import { decodeServiceDay, encodeServiceDay } from '../publish/encodeServiceDay';
import type { PackedServiceDay } from '../publish/packServiceDay';
import type { ServiceDay } from '../publish/ServiceDay';
import { newRun } from '../runs/newRun';
import type { ClaimedRun } from '../runs/Run';
import { DatabaseDayStore } from './DatabaseDayStore';
import { DatabaseRunStore } from './DatabaseRunStore';
import { migrate } from './openDatabase';

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });
const clock = () => Date.parse('2026-03-15T12:00:00Z');
const day14 = toDay('2026-03-14');
const statement = { sql: 'SELECT 1', parameters: [], reads: [] };

const print = (numbers: string, shape = 'alike', lake = 'here') => ({ numbers, shape, lake });

function service(name: string, calls: number): ServiceDay {
  return {
    service: name,
    region: 'eu-west-1',
    day: toDay('2026-03-14'),
    cells: [
      { operation: 'Get', outcome: 'ok', error: '', calls, measures: [] },
      { operation: 'Get', outcome: 'service_fault', error: 'Boom', calls: 1, measures: [] },
    ],
    customers: [{ id: 7, calls, failedCalls: 1, callerFaults: 0 }],
    durations: [{ operation: 'Get', buckets: [[100, calls]] }],
    hours: [{ hour: 3, outcome: 'ok', calls }],
  };
}

function packed(of: ServiceDay): PackedServiceDay {
  const [{ calls }] = of.cells;
  return {
    service: of.service,
    region: of.region,
    calls: { ok: calls, service_fault: 1, caller_fault: 0, throttled: 0 },
    customers: of.customers.length,
    payload: encodeServiceDay(of),
    digest: '',
  };
}

function day(services: ServiceDay[], change: Partial<PublishableDay> = {}): PublishableDay {
  return {
    state: 'complete',
    services: services.map(packed),
    calls: services.reduce((sum, { customers }) => sum + customers[0].calls + 1, 0),
    resultRows: 12,
    malformedEvents: 1,
    duplicateEvents: 2,
    unmappedEvents: 3,
    checksum: JSON.stringify(services),
    emptyDay: 'missing',
    cost: { bytesScanned: 1_000, bytesBilled: 10_000_000, usd: 0.00005 },
    ...change,
  };
}

describe.each(databases.eachSupportedId())('published days on %s', databaseId => {
  let knex: Knex;
  let days: DayStore;
  let runs: DatabaseRunStore;

  beforeEach(async () => {
    ({ knex, days, runs } = await open(databaseId));
    await days.versionOf('requests', print('first'));
  });

  it('replace a day as a whole', async () => {
    const manyServices = Array.from({ length: 1_200 }, (_, i) => service(`service-${i}`, 5));
    expect(await days.publish(await claim(), day(manyServices))).toBe('published');
    expect(await counts()).toEqual({ services: 1_200, payloads: 1_200 });

    const fewer = day([service('orders', 4_000)]);
    expect(await days.publish(await claim(), fewer)).toBe('published');
    expect(await counts()).toEqual({ services: 1, payloads: 1 });
    const [row] = await knex('service_days').join(
      'service_day_payloads',
      'service_day_id',
      'service_days.id',
    );
    expect([row.calls, row.service_faults, row.customers].map(Number)).toEqual([4_001, 1, 1]);
    const of = { service: row.service, region: row.region, day: row.day };
    expect(decodeServiceDay(row.payload, of)).toEqual(service('orders', 4_000));
    expect(await knex('dataset_days').first('calls', 'duplicate_events')).toEqual(
      asStored({ calls: 4_001, duplicate_events: 2 }),
    );
    expect(await knex('runs').where({ state: 'done' }).pluck('bytes_billed')).toHaveLength(2);
  });

  it('change the revision only when a counted number may differ', async () => {
    const revisions = [await revision()];
    for (const content of [
      day([service('orders', 1)], { state: 'open' }),
      day([service('orders', 1)]),
      day([service('orders', 1)]),
      day([service('orders', 2)]),
    ]) {
      await days.publish(await claim(), content);
      revisions.push(await revision());
    }
    expect(revisions).toEqual([0, 0, 1, 1, 2]);
  });

  it('stay when nothing was found in the lake any more', async () => {
    await days.publish(await claim(), day([service('orders', 8)]));
    const nothing = day([], { state: 'empty' });
    expect(await days.publish(await claim(), nothing)).toBe('kept');
    expect(await counts()).toEqual({ services: 1, payloads: 1 });
    expect(await knex('dataset_days').pluck('state')).toEqual(['complete']);
  });

  it('are not touched by a worker that lost its lease', async () => {
    const paused = await claim();
    await knex('runs').update({ lease_until: 1 });
    const [adopted] = await runs.claim('other', [key(1)], 1);
    expect(await days.publish(adopted, day([service('orders', 8)]))).toBe('published');
    expect(await days.publish(paused, day([service('orders', 9)]))).toBe('lost');
    expect(Number((await knex('service_days').first('calls')).calls)).toBe(9);
  });

  it('change nothing at all when publishing breaks off', async () => {
    await days.publish(await claim(), day([service('orders', 8)]));
    const run = await claim();
    const twice = day([service('billing', 1), service('orders', 1), service('orders', 2)]);
    const message = expect.stringMatching(/unique/i);
    await expect(days.publish(run, twice)).rejects.toMatchObject({ message });
    expect(Number((await knex('service_days').first('calls')).calls)).toBe(9);
    expect(await revision()).toBe(1);
    expect(await knex('runs').where({ id: run.id }).first('state')).toEqual({
      state: 'publishing',
    });
  });

  it('of a new version are served once they cover what the old ones cover', async () => {
    const march = (date: number) => toDay(`2026-03-${date}`);
    const from = march(10);
    const isGone = (gone: string) => gone === march(12);
    for (const date of [11, 12, 13, 14]) {
      await days.publish(await claim(1, march(date)), day([service('orders', 1)]));
    }
    expect(await days.versionOf('requests', print('second'))).toBe(2);
    await days.publish(await claim(2, march(14)), day([service('orders', 1)]));
    await days.publish(await claim(2, march(13)), day([service('orders', 1)], { state: 'empty' }));
    expect(await days.promote('requests', 2, from, isGone)).toBe(false);
    expect(await knex('datasets').pluck('active_version')).toEqual([1]);
    expect(await days.removeOld('requests', 2, from)).toBe(0);

    await days.publish(await claim(2, march(11)), day([service('orders', 1)]));
    expect(await days.promote('requests', 2, from, isGone)).toBe(true);
    expect(await knex('datasets').pluck('active_version')).toEqual([2]);
    expect(await days.removeOld('requests', 2, march(12))).toBe(5);
    expect(await knex('dataset_days').orderBy('day').select('version', 'day')).toEqual([
      { version: 2, day: march(13) },
      { version: 2, day: march(14) },
    ]);
    expect(await counts()).toEqual({ services: 2, payloads: 2 });
  });

  it('of a version that is kept are served under the next, as they were read', async () => {
    const march = (date: number) => toDay(`2026-03-${date}`);
    for (const date of [11, 12, 13]) {
      await days.publish(await claim(1, march(date)), day([service('orders', 1)]));
    }
    await days.publish(await claim(1, march(14)), day([service('orders', 1)], { state: 'open' }));
    await days.versionOf('requests', print('second'));
    // The new version has read two of them by itself: one to the end, one too early.
    await days.publish(await claim(2, march(12)), day([service('orders', 2)]));
    await days.publish(await claim(2, march(13)), day([service('orders', 2)], { state: 'open' }));
    const before = await revision();
    expect(await days.carryOver('requests', 2)).toBe('carried');
    expect(await revision()).toBe(before + 1);
    expect(await days.carryOver('requests', 2)).toBe('none');

    const kept = await knex('dataset_days')
      .orderBy('day')
      .select('version', 'day', 'state', 'read_version');
    expect(kept).toEqual([
      { version: 2, day: march(11), state: 'complete', read_version: 1 },
      { version: 2, day: march(12), state: 'complete', read_version: 2 },
      { version: 2, day: march(13), state: 'complete', read_version: 1 },
      { version: 2, day: march(14), state: 'open', read_version: 1 },
    ]);
    const calls = await knex('service_days').orderBy('day').select('version', 'calls');
    expect(calls.map(row => [row.version, Number(row.calls)])).toEqual(
      [2, 3, 2, 2].map(count => [2, count]),
    );
    expect(await knex('datasets').pluck('active_version')).toEqual([2]);
    const known = await runs.knownDays(key(2));
    const older = known.filter(({ published }) => published?.isOfOlderDefinition);
    expect(older.map(({ day: of }) => of).sort()).toEqual([march(11), march(14)]);

    await days.publish(await claim(2, march(11)), day([service('orders', 1)]));
    expect(await knex('dataset_days').where({ read_version: 1 }).pluck('day')).not.toContain(
      march(11),
    );
  });

  it('of a version whose rows are told apart by something else are not kept', async () => {
    await days.publish(await claim(), day([service('orders', 1)]));
    await days.versionOf('requests', print('second', 'by another customer'));
    expect(await days.carryOver('requests', 2)).toBe('refused');
    expect(await knex('datasets').pluck('active_version')).toEqual([1]);
    expect(await knex('dataset_days').pluck('version')).toEqual([1]);
  });

  it('of a version that reads another table are kept, and what the old table said of them is not', async () => {
    await days.publish(await claim(), day([service('orders', 1)]));
    await knex('dataset_days').update({ source_version: 'a' });
    await days.versionOf('requests', print('second', 'alike', 'elsewhere'));
    expect(await days.carryOver('requests', 2)).toBe('carried');
    expect(await knex('dataset_days').pluck('source_version')).toEqual([null]);
    await knex('dataset_days').update({ source_version: 'b' });
    await days.versionOf('requests', print('third', 'alike', 'elsewhere'));
    expect(await days.carryOver('requests', 3)).toBe('carried');
    expect(await knex('dataset_days').pluck('source_version')).toEqual(['b']);
  });

  it('of which nobody knows what they are told apart by are not kept', async () => {
    await days.publish(await claim(), day([service('orders', 1)]));
    await knex('dataset_versions').update({ shape: null });
    await days.versionOf('requests', print('second'));
    expect(await days.carryOver('requests', 2)).toBe('refused');
  });

  it('are carried over once, when replicas do so together', async () => {
    await days.publish(await claim(), day([service('orders', 1)]));
    await days.versionOf('requests', print('second'));
    const other = new DatabaseDayStore(knex, clock);
    const carried = await Promise.all([
      days.carryOver('requests', 2),
      other.carryOver('requests', 2),
    ]);
    expect(carried.sort()).toEqual(['carried', 'none']);
    expect(await counts()).toEqual({ services: 1, payloads: 1 });
  });

  it('move the revision when they go, so that no reader shows what is not there any more', async () => {
    for (const date of ['2026-03-12', '2026-03-14']) {
      await days.publish(await claim(1, toDay(date)), day([service('orders', 1)]));
    }
    const before = await revision();
    expect(await days.removeOld('requests', 1, toDay('2026-03-13'))).toBe(1);
    expect(await revision()).toBe(before + 1);
    expect(await days.removeOld('requests', 1, toDay('2026-03-13'))).toBe(0);
    expect(await revision()).toBe(before + 1);
  });

  it('know a version by its fingerprint, also when replicas ask together', async () => {
    const asked = ['second', 'first', 'third', 'second', 'third', 'third'];
    const versions = await Promise.all(asked.map(of => days.versionOf('requests', print(of))));
    expect(versions[1]).toBe(1);
    expect(versions[0]).toBe(versions[3]);
    expect(new Set([versions[2], versions[4], versions[5]]).size).toBe(1);
    expect(new Set(versions)).toEqual(new Set([1, 2, 3]));
  });

  it('intern each customer once, as kept or as hashed', async () => {
    const names = Array.from({ length: 30_000 }, (_, i) => `customer ${i}?`);
    const other = new DatabaseDayStore(knex, clock);
    const some = days.customersOf('requests', day14);
    const all = other.customersOf('requests', day14);
    const someIndexes = names.slice(0, 20_000).map(name => some.indexOf(name));
    const allIndexes = names.map(name => all.indexOf(name));
    await Promise.all([
      days.intern('requests', some, { pii: 'keep' }, day14),
      other.intern('requests', all, { pii: 'keep' }, day14),
    ]);
    expect(new Set(allIndexes.map(index => all.idOf(index))).size).toBe(30_000);
    expect(some.idOf(someIndexes[7])).toBe(all.idOf(allIndexes[7]));

    const hashed = days.customersOf('hashed', day14);
    const index = hashed.indexOf('jane@example.com');
    await days.intern('hashed', hashed, { pii: 'hash', hashKey: 'secret' }, day14);
    const stored = await knex('customers').where({ dataset_id: 'hashed' }).first();
    expect(stored).toMatchObject({ id: hashed.idOf(index) });
    expect(stored.key).toMatch(/^[0-9a-f]{32}$/);
  });

  function key(version: number) {
    return { datasetId: 'requests', version, source: 'lake' };
  }

  async function claim(version = 1, of = toDay('2026-03-14')): Promise<ClaimedRun> {
    const run = newRun(
      { ...key(version), day: of, attempt: 1, sourceVersion: undefined },
      statement,
    );
    const known = await runs.knownDays(key(version));
    const knownRuns = known.find(other => other.day === of)?.runs ?? 0;
    await runs.enqueue([{ ...run, knownRuns }]);
    const [claimed] = await runs.claim('worker', [key(version)], 1);
    await runs.started(claimed, 'engine-1');
    await runs.reading(claimed);
    return claimed;
  }

  async function revision(): Promise<number> {
    return (await knex('datasets').first('revision')).revision;
  }

  async function counts() {
    const [services] = await knex('service_days').count({ count: '*' });
    const [payloads] = await knex('service_day_payloads').count({ count: '*' });
    return { services: Number(services.count), payloads: Number(payloads.count) };
  }

  /** PostgreSQL gives bigint as text. */
  function asStored(row: Record<string, number>) {
    const isText = databaseId.startsWith('POSTGRES');
    return Object.fromEntries(
      Object.entries(row).map(([name, value]) => [name, isText ? String(value) : value]),
    );
  }
});

async function open(databaseId: TestDatabaseId) {
  const knex = await databases.init(databaseId);
  await migrate(knex);
  return {
    knex,
    days: new DatabaseDayStore(knex, clock),
    runs: new DatabaseRunStore(knex, clock),
  };
}
