import { TestDatabases } from '@backstage/backend-test-utils';
import {
  addDays,
  eachDay,
  toDay,
  type DatasetDefinitionInput,
} from 'backstage-plugin-service-insights-common';
import type { Knex } from 'knex';
import { migrate } from './database/openDatabase';
import { DatabaseRollupStore } from './read/DatabaseRollupStore';
import { eventDataset, openEventLake, type EventLake } from './testing/eventLake';
import { startReplica, type Replica } from './testing/portal';

jest.setTimeout(120_000); // an engine, a database and files: slow where others work

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });
const hourMs = 3_600_000;
const last = toDay('2026-03-14');

const requests: DatasetDefinitionInput = {
  ...eventDataset,
  dedupe: 'event_id',
  lag: 'PT0H',
  history: 10,
};

describe.each(databases.eachSupportedId())(
  'a partition that loses its events, on %s',
  databaseId => {
    let knex: Knex;
    let lake: EventLake;
    let nowMs: number;
    let replica: Replica;

    beforeEach(async () => {
      knex = await databases.init(databaseId);
      await migrate(knex);
      lake = await openEventLake();
      nowMs = Date.parse('2026-03-15T12:00:00Z');
      for (const day of eachDay(addDays(last, -9), last)) await write(day, 1_500);
      const engines = [lake.engine];
      replica = await startReplica({ knex, definitions: [requests], engines, now: () => nowMs });
      await replica.refresh();
    });
    afterEach(async () => {
      await replica.stop();
      await lake.close();
    });

    it('does not take a day away while it is being written anew', async () => {
      expect(await published()).toMatchObject({ calls: 1_500, isSuspicious: false });
      await write(last, 100);
      expect(await replica.refresh()).toBe(1);
      expect(await published()).toMatchObject({ calls: 1_500, isSuspicious: false });
      expect(await replica.refresh()).toBe(0);

      await write(last, 1_510);
      expect(await replica.refresh()).toBe(1);
      expect(await published()).toEqual({ calls: 1_510, isSuspicious: false, finding: null });
      nowMs += 2 * hourMs;
      expect(await replica.refresh()).toBe(0);
    });

    it('is believed, and marked, when it is read again an hour later and is the same', async () => {
      await write(last, 100);
      await replica.refresh();
      nowMs += hourMs - 1;
      expect(await replica.refresh()).toBe(0);
      nowMs += 1;
      expect(await replica.refresh()).toBe(1);
      expect(await published()).toEqual({ calls: 100, isSuspicious: true, finding: null });
      nowMs += 2 * hourMs;
      expect(await replica.refresh()).toBe(0);
      const quality = await new DatabaseRollupStore(knex).quality(
        { datasetId: 'requests', version: 1 },
        { from: addDays(last, -27), to: last },
      );
      expect(quality).toMatchObject({ malformedEvents: 0, suspiciousDays: 1, keptDays: 0 });
    });

    it('is never taken for a day on which nothing happened, and not read over and over', async () => {
      await lake.write(last, []);
      expect(await replica.refresh()).toBe(1);
      nowMs += hourMs;
      expect(await replica.refresh()).toBe(1);
      for (let hours = 0; hours < 5; hours++) {
        nowMs += hourMs;
        expect(await replica.refresh()).toBe(0);
      }
      expect(await published()).toMatchObject({ calls: 1_500, isSuspicious: false });
    });

    async function write(day: string, calls: number) {
      const events = Array.from({ length: calls }, (_, i) => ({
        event_id: `${day} ${i}`,
        ts: `${day} 10:30:00`,
        service: 'orders',
      }));
      await lake.write(day, events);
    }

    async function published() {
      const { calls, suspicion, finding } = await knex('dataset_days').where({ day: last }).first();
      return { calls: Number(calls), isSuspicious: suspicion !== null, finding };
    }
  },
);
