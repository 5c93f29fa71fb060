import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TestDatabases, type TestDatabaseId } from '@backstage/backend-test-utils';
import {
  addDays,
  eachDay,
  toDay,
  type DatasetDefinitionInput,
} from 'backstage-plugin-service-insights-common';
import createKnex, { type Knex } from 'knex';
import { migrate } from '../database/openDatabase';
import { storedCustomerKey } from '../publish/customerKey';
import { databaseDump } from '../testing/databaseDump';
import { openEventLake, type EventLake, type LakeEvent } from '../testing/eventLake';
import { startReplica, type Replica } from '../testing/portal';

jest.setTimeout(120_000); // an engine, a database and files: slow where others work

const jane = 'jane.doe@example.com';
const janeHashed = storedCustomerKey(jane, { pii: 'hash', hashKey: 'a secret' });
const customers = [jane, ...Array.from({ length: 9 }, (_, i) => `customer-${i}`)];

const kept: DatasetDefinitionInput = {
  kind: 'dataset',
  id: 'kept',
  table: 'telemetry.events',
  time: { column: 'ts', partition: { column: 'day' } },
  service: 'service',
  customer: 'customer_id',
  outcome: { httpStatus: 'status' },
  dedupe: 'event_id',
  lag: 'PT0H',
  history: 20,
};
const hashed: DatasetDefinitionInput = {
  ...kept,
  id: 'hashed',
  customer: { column: 'customer_id', pii: 'hash' },
};

const last = toDay('2026-03-14');
const first = addDays(last, -9);
const noon = Date.parse('2026-03-15T12:00:00Z');

let ids = 0;
function call(day: string, customer: string): LakeEvent {
  const at = `${day} 10:30:00`;
  return { event_id: `e${ids++}`, ts: at, service: 'orders', customer_id: customer, status: 200 };
}

const postgres = TestDatabases.create({ ids: ['POSTGRES_18'] });
const databases: [name: string, open: () => Promise<TestDatabase>][] = [
  ['SQLite in a file', openFile],
  ...postgres
    .eachSupportedId()
    .map(([id]): [string, () => Promise<TestDatabase>] => [id, () => openPostgres(id)]),
];

type TestDatabase = {
  knex: Knex;
  /** The bytes of its files, where there are some that can be read. */
  files(): Promise<string>;
  close(): Promise<void>;
};

describe.each(databases)('erasing a customer on %s', (_, open) => {
  let database: TestDatabase;
  let lake: EventLake;
  const replicas: Replica[] = [];

  beforeEach(async () => {
    database = await open();
    await migrate(database.knex);
    lake = await openEventLake();
    for (const day of eachDay(first, last)) {
      await lake.write(
        day,
        customers.map(customer => call(day, customer)),
      );
    }
  });
  afterEach(async () => {
    for (const replica of replicas.splice(0)) await replica.stop();
    await lake.close();
    await database.close();
  });

  async function start(definitions = [kept, hashed]) {
    const { knex } = database;
    const replica = await startReplica({
      knex,
      definitions,
      engines: [lake.engine],
      now: () => noon,
    });
    replicas.push(replica);
    return replica;
  }

  async function refreshed(replica: Replica) {
    await replica.refresh();
    await replica.derive();
  }

  /** How often the customer's key, or its hash, stands in any table or file of the database. */
  async function traces(of = [jane, janeHashed]) {
    const dump = `${await databaseDump(database.knex)}\n${await database.files()}`;
    return of.map(key => dump.split(key).length - 1);
  }

  /** What is shown of everyone, by dataset and period. */
  async function figures() {
    const rows = await database
      .knex('service_periods')
      .where({ service: 'orders' })
      .orderBy(['dataset_id', 'period'])
      .select('dataset_id', 'period', 'calls', 'active_customers');
    return rows.map(row => ({ ...row, calls: Number(row.calls) }));
  }

  it('removes the key and its hash everywhere, keeps all counts, and lets no reading bring it back', async () => {
    const here = await start();
    const there = await start();
    await refreshed(here);
    const before = await figures();
    expect(before).toContainEqual(
      expect.objectContaining({ dataset_id: 'kept', calls: 70, active_customers: 10 }),
    );
    const [asKey, asHash] = await traces();
    expect(asKey).toBeGreaterThan(0);
    expect(asHash).toBeGreaterThan(0);

    expect(await here.erasure.erase(jane)).toEqual([
      { id: 'hashed', found: true },
      { id: 'kept', found: true },
    ]);
    expect(await traces()).toEqual([0, 0]);
    await here.derive();
    expect(await traces()).toEqual([0, 0]);
    expect(await figures()).toEqual(before);

    // Another replica, which met her before, and one that never did, read days of hers again.
    for (const replica of [there, await start(), here]) {
      for (const day of [first, last]) {
        await lake.write(
          day,
          customers.map(customer => call(day, customer)),
        );
      }
      expect(await replica.refresh()).toBe(4);
      await replica.derive();
      expect(await figures()).toEqual(before);
      expect(await traces()).toEqual([0, 0]);
    }
    expect(await here.erasure.erase(jane)).toContainEqual({ id: 'kept', found: false });
  });

  it('holds for a customer who was never seen, and for datasets that come later', async () => {
    const before = await start([kept]);
    expect(await before.erasure.erase(jane)).toEqual([{ id: 'kept', found: false }]);
    const after = await start([kept, hashed, { ...kept, id: 'later' }]);
    await refreshed(after);
    expect(await traces()).toEqual([0, 0]);
    const active = (await figures()).filter(({ period }) => period === '7d');
    expect(active.map(row => [row.dataset_id, row.active_customers])).toEqual([
      ['hashed', 10],
      ['kept', 10],
      ['later', 10],
    ]);
  });

  it('takes a hash as well, as it is read on the screen', async () => {
    const replica = await start([hashed]);
    await refreshed(replica);
    const before = await figures();
    expect(await replica.erasure.erase(janeHashed)).toEqual([{ id: 'hashed', found: true }]);
    await lake.write(
      last,
      customers.map(customer => call(last, customer)),
    );
    await refreshed(await start([hashed]));
    expect(await traces()).toEqual([0, 0]);
    expect(await figures()).toEqual(before);
  });

  it('leaves other datasets alone when it is asked for one, and everybody else', async () => {
    const replica = await start();
    await refreshed(replica);
    await database
      .knex('runs')
      .where({ day: last })
      .update({ error_message: `Bad key ${jane}` });
    const others = await traces(customers.slice(1));
    const one = replica.datasets.find('kept');
    expect(await replica.erasure.erase(jane, one)).toEqual([{ id: 'kept', found: true }]);
    await replica.derive();
    const [, asHash] = await traces();
    expect(asHash).toBeGreaterThan(0);
    const runs = database.knex('runs').where({ day: last }).orderBy('dataset_id');
    expect(await runs.pluck('error_message')).toEqual([`Bad key ${jane}`, 'Bad key (erased)']);
    expect(await database.knex('customers').where({ key: jane })).toEqual([]);
    const left = await traces(customers.slice(1));
    expect(left.every((count, i) => count > 0 && count <= others[i])).toBe(true);
  });
});

async function openFile(): Promise<TestDatabase> {
  const directory = await mkdtemp(join(tmpdir(), 'erasure-'));
  const knex = createKnex({
    client: 'better-sqlite3',
    connection: { filename: join(directory, 'insights.sqlite') },
    useNullAsDefault: true,
  });
  await knex.raw('PRAGMA foreign_keys = ON');
  await knex.raw('PRAGMA journal_mode = WAL');
  return {
    knex,
    async files() {
      const names = await readdir(directory);
      const texts = names.map(name => readFile(join(directory, name), 'latin1'));
      return (await Promise.all(texts)).join('\n');
    },
    async close() {
      await knex.destroy();
      await rm(directory, { recursive: true });
    },
  };
}

async function openPostgres(id: TestDatabaseId): Promise<TestDatabase> {
  return { knex: await postgres.init(id), files: async () => '', close: async () => {} };
}
