import { TestDatabases } from '@backstage/backend-test-utils';
import { eachDay, toDay, type Day } from 'backstage-plugin-service-insights-common';
import type { Knex } from 'knex';
import { encodeServiceDay } from '../publish/encodeServiceDay';
import { newRun } from '../runs/newRun';
import { serviceDay } from '../testing/serviceDay';
import { DatabaseDayStore } from './DatabaseDayStore';
import { DatabaseRunStore } from './DatabaseRunStore';
import { migrate } from './openDatabase';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });
const clock = () => Date.parse('2026-03-15T12:00:00Z');
const days = eachDay(toDay('2026-03-01'), toDay('2026-03-14'));
const print = (numbers: string) => ({ numbers, shape: 'alike', lake: 'here' });

describe.each(databases.eachSupportedId())('carrying days over on %s', databaseId => {
  let knex: Knex;
  let store: DatabaseDayStore;
  let runs: DatabaseRunStore;

  beforeEach(async () => {
    knex = await databases.init(databaseId);
    await migrate(knex);
    store = new DatabaseDayStore(knex, clock);
    runs = new DatabaseRunStore(knex, clock);
    await store.versionOf('requests', print('first'));
  });

  /** Publishes a day of the first version with as many calls. */
  async function publish(day: Day, calls: number) {
    const key = { datasetId: 'requests', version: 1, source: 'lake' };
    const known = await runs.knownDays(key);
    const run = newRun(
      { ...key, day, attempt: 1, sourceVersion: undefined },
      { sql: `SELECT ${calls}`, parameters: [], reads: [] },
    );
    const knownRuns = known.find(other => other.day === day)?.runs ?? 0;
    await runs.enqueue([{ ...run, knownRuns }]);
    const [claimed] = await runs.claim('worker', [key], 1);
    await runs.started(claimed, 'engine-1');
    await runs.reading(claimed);
    const service = serviceDay({ service: 'orders', region: 'eu', day }, [{ calls }]);
    return store.publish(claimed, {
      state: 'complete',
      services: [
        {
          service: 'orders',
          region: 'eu',
          calls: { ok: calls, service_fault: 0, caller_fault: 0, throttled: 0 },
          customers: 0,
          payload: encodeServiceDay(service),
          digest: '',
        },
      ],
      calls,
      resultRows: 1,
      malformedEvents: 0,
      duplicateEvents: 0,
      unmappedEvents: 0,
      checksum: String(calls),
      emptyDay: 'missing',
      cost: { bytesScanned: 1, bytesBilled: 1, usd: 0 },
    });
  }

  async function carryOverLater(delayMs: number, version: number) {
    await new Promise(resolve => setTimeout(resolve, delayMs));
    await store.carryOver('requests', version);
  }

  it('leaves no day without its numbers, however publishing and carrying over meet', async () => {
    for (const day of days) await publish(day, 1);
    let version = 1;
    for (const [round, day] of days.entries()) {
      await knex('datasets').update({ active_version: 1 });
      for (const table of ['dataset_days', 'service_days']) {
        await knex(table).where({ version }).update({ version: 1 });
      }
      version = await store.versionOf('requests', print(`round ${round}`));
      const met = await Promise.allSettled([publish(day, 2), carryOverLater(3 * round, version)]);
      // One of the two may have been the victim of a deadlock: then it is done again.
      if (met[1].status === 'rejected') await store.carryOver('requests', version);
      await store.removeOld('requests', version, days[0]);

      const published = await knex('dataset_days').where({ version }).orderBy('day').pluck('calls');
      const kept = await knex('service_days').where({ version }).orderBy('day').pluck('calls');
      expect(kept.map(Number)).toEqual(published.map(Number));
      expect(published).toHaveLength(days.length);
      expect(await knex('dataset_days').whereNot({ version }).pluck('day')).toEqual([]);
      expect(await knex('datasets').pluck('active_version')).toEqual([version]);
    }
  });
});
