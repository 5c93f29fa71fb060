import { TestDatabases } from '@backstage/backend-test-utils';
import { toDay } from 'backstage-plugin-service-insights-common';
import type { Knex } from 'knex';
import { DatabaseDayStore } from './DatabaseDayStore';
import { DatabaseRetention } from './DatabaseRetention';
import { eraseCustomer } from './eraseCustomer';
import { migrate } from './openDatabase';

jest.setTimeout(60_000); // many transactions at once: slow where others work

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });
const day = toDay('2026-03-14');
const keys = Array.from({ length: 40 }, (_, i) => `customer-${i}`);

describe.each(databases.eachSupportedId())('customers on %s', databaseId => {
  let knex: Knex;

  beforeEach(async () => {
    knex = await databases.init(databaseId);
    await migrate(knex);
    await knex('datasets').insert({ dataset_id: 'requests', revision: 0 });
  });

  /** Interns all keys as a replica does that has met nobody yet. @returns their ids */
  async function intern(of = day): Promise<number[]> {
    const store = new DatabaseDayStore(knex, Date.now);
    const dictionary = store.customersOf('requests', of);
    const indexes = keys.map(key => dictionary.indexOf(key));
    await store.intern('requests', dictionary, { pii: 'keep' }, of);
    return indexes.map(index => dictionary.idOf(index));
  }

  const erase = (key: string) =>
    eraseCustomer(knex, {
      key,
      hashKey: undefined,
      from: 'requests',
      hashing: new Set(),
      nowMs: 0,
    });

  it('who are erased while replicas meet them have one id, and no name', async () => {
    const erased = keys.filter((_, i) => i % 4 === 0);
    const met = await Promise.all([
      intern(),
      ...erased.flatMap(key => [intern(), erase(key)]),
      intern(),
    ]);
    const ids = met.filter((one): one is number[] => typeof one[0] === 'number');
    const afterwards = await intern();
    expect(new Set(afterwards).size).toBe(keys.length);
    for (const seen of ids) expect(seen).toEqual(afterwards);
    const named = await knex('customers').pluck('key');
    expect(named.sort()).toEqual(keys.filter(key => !erased.includes(key)).sort());
  });

  it('who come back while they are removed have a name and an id that stands for it', async () => {
    const months = Array.from({ length: 12 }, (_, i) => `2026-${String(i + 1).padStart(2, '0')}`);
    await intern(toDay(`${months[0]}-01`));
    for (const month of months.slice(1)) {
      const [first, second] = await Promise.all([
        intern(toDay(`${month}-01`)),
        intern(toDay(`${month}-02`)),
        new DatabaseRetention(knex).removeCustomers('requests', month),
      ]);
      expect(first).toEqual(second);
      const left = await knex('customers').orderBy('id').pluck('id');
      expect(left).toEqual([...first].sort((a, b) => a - b));
    }
  });
});
