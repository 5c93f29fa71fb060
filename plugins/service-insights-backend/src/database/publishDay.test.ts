import { TestDatabases } from '@backstage/backend-test-utils';
import { addDays, eachDay, toDay, type Day } from 'backstage-plugin-service-insights-common';
import type { Knex } from 'knex';
import type { Publication, PublishableDay } from '../publish/DayStore';
import { DatabaseRollupStore } from '../read/DatabaseRollupStore';
import { newRun } from '../runs/newRun';
import { DatabaseDayStore } from './DatabaseDayStore';
import { DatabaseRunStore } from './DatabaseRunStore';
import { findingOf, suspicionOf } from './dayMarks';
import { migrate } from './openDatabase';

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });
const nowMs = Date.parse('2026-03-29T12:00:00Z');
const source = { datasetId: 'requests', version: 1, source: 'lake' };
const last = toDay('2026-03-28');
const ordinaryDays = eachDay(toDay('2026-03-01'), addDays(last, -1));

describe.each(databases.eachSupportedId())('readings of a day on %s', databaseId => {
  let knex: Knex;
  let days: DatabaseDayStore;
  let runs: DatabaseRunStore;

  beforeEach(async () => {
    knex = await databases.init(databaseId);
    await migrate(knex);
    days = new DatabaseDayStore(knex, () => nowMs);
    runs = new DatabaseRunStore(knex, () => nowMs);
    await knex('datasets').insert({ dataset_id: 'requests', revision: 0 });
  });

  it('that are suspicious are marked when they are all there is', async () => {
    await publishOrdinary();
    expect(await publish(last, 500)).toBe('published');
    expect(await markedDays()).toEqual([last]);
    expect(await marks()).toEqual({
      calls: 500,
      suspicion: [{ kind: 'fewCalls', expected: 10_000, found: 500 }],
      finding: undefined,
    });
  });

  it('do not replace a good day when they lost its calls, until a second one finds the same', async () => {
    await publishOrdinary();
    await publish(last, 10_000);
    const before = await revision();
    expect(await publish(last, 300)).toBe('kept');
    const reasons = [
      { kind: 'fewCalls', expected: 10_000, found: 300 },
      { kind: 'fewerThanBefore', expected: 10_000, found: 300 },
    ];
    expect(await marks()).toEqual({
      calls: 10_000,
      suspicion: [],
      finding: { atMs: nowMs, runId: expect.any(String), reasons },
    });
    expect([await revision(), await markedDays()]).toEqual([before, []]);

    expect(await publish(last, 300)).toBe('published');
    expect(await marks()).toEqual({ calls: 300, suspicion: reasons, finding: undefined });
    expect([await revision(), await markedDays()]).toEqual([before + 1, [last]]);
    expect(await publish(last, 300)).toBe('unchanged');
    expect((await marks()).suspicion).toEqual(reasons);
    expect(await publish(last, 10_000)).toBe('published');
    expect((await marks()).suspicion).toEqual([]);
  });

  it('are forgotten when the next one does not find the same', async () => {
    await publishOrdinary();
    await publish(last, 10_000);
    await publish(last, 300);
    expect(await publish(last, 10_000)).toBe('unchanged');
    expect((await marks()).finding).toBeUndefined();
    expect(await publish(last, 300)).toBe('kept');
    expect((await marks()).calls).toBe(10_000);
  });

  it('that found nothing never replace a day that holds calls', async () => {
    await publish(last, 10_000);
    for (let times = 0; times < 3; times++) {
      expect(await publish(last, 0, { state: 'empty' })).toBe('kept');
    }
    const reasons = [{ kind: 'noEvents', expected: 10_000, found: 0 }];
    expect(await marks()).toMatchObject({ calls: 10_000, finding: { reasons } });
  });

  it('are judged again once more history is there, as the newest are read first', async () => {
    await publish(last, 500);
    expect(await markedDays()).toEqual([]);
    for (const day of [...ordinaryDays].reverse()) await publish(day, 10_000);
    expect(await markedDays()).toEqual([last]);
  });

  async function publishOrdinary() {
    for (const day of ordinaryDays) await publish(day, 10_000);
  }

  async function publish(
    day: Day,
    calls: number,
    change: Partial<PublishableDay> = {},
  ): Promise<Publication> {
    const statement = { sql: 'SELECT 1', parameters: [], reads: [] };
    const run = newRun({ ...source, day, attempt: 1, sourceVersion: undefined }, statement);
    const known = (await runs.knownDays(source)).find(other => other.day === day);
    await runs.enqueue([{ ...run, knownRuns: known?.runs ?? 0 }]);
    const [claimed] = await runs.claim('worker', [source], 1);
    await runs.started(claimed, 'engine run');
    await runs.reading(claimed);
    return days.publish(claimed, {
      state: 'complete',
      services: [],
      calls,
      resultRows: 1,
      malformedEvents: undefined,
      duplicateEvents: 0,
      unmappedEvents: 0,
      checksum: String(calls),
      cost: { bytesScanned: 0, bytesBilled: 0, usd: 0 },
      emptyDay: 'missing',
      ...change,
    });
  }

  async function marks() {
    const row = await knex('dataset_days').where({ day: last }).first();
    return { calls: Number(row.calls), suspicion: suspicionOf(row), finding: findingOf(row) };
  }

  async function markedDays() {
    const published = await new DatabaseRollupStore(knex).publishedDays(source);
    return published.filter(({ isSuspicious }) => isSuspicious).map(({ day }) => day);
  }

  async function revision(): Promise<number> {
    return (await knex('datasets').first('revision')).revision;
  }
});
