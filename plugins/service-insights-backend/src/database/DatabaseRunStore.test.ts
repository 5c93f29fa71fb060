import { TestDatabases, type TestDatabaseId } from '@backstage/backend-test-utils';
import { toDay } from 'backstage-plugin-service-insights-common';
import type { Knex } from 'knex';
import type { ClaimedRun } from '../runs/Run';
import { newRun } from '../runs/newRun';
import { DatabaseRunStore } from './DatabaseRunStore';
import { migrate } from './openDatabase';

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });
const key = { datasetId: 'requests', version: 1, source: 'lake' };
const statement = { sql: 'SELECT 1', parameters: [], reads: [] };
const broken = {
  failure: { class: 'transient' as const, code: 'x', message: 'down' },
  cost: { bytesScanned: 10, bytesBilled: 10_000_000, usd: 0.00005 },
};

function wanted(day: string, knownRuns = 0) {
  const run = newRun({ ...key, day: toDay(day), attempt: 1, sourceVersion: 'a' }, statement);
  return { ...run, knownRuns };
}

describe.each(databases.eachSupportedId())('the ledger on %s', databaseId => {
  let knex: Knex;
  let store: DatabaseRunStore;

  beforeEach(async () => {
    ({ knex, store } = await open(databaseId));
  });

  it('starts a day once, however many ask at the same time', async () => {
    const asked = Array.from({ length: 50 }, () => store.enqueue([wanted('2026-03-14')]));
    const put = await Promise.all(asked);
    expect(put.reduce((sum, count) => sum + count)).toBe(1);
  });

  it('does not start a day again that came and went since it was planned', async () => {
    await store.enqueue([wanted('2026-03-14')]);
    const [run] = await claimAll('a');
    await store.fail(run, broken);
    expect(await store.enqueue([wanted('2026-03-14', 0)])).toBe(0);
    expect(await store.enqueue([wanted('2026-03-14', 1)])).toBe(1);
  });

  it('gives each run to one worker, newest day first', async () => {
    const days = Array.from({ length: 28 }, (_, i) => `2026-02-${String(i + 1).padStart(2, '0')}`);
    await store.enqueue(days.map(day => wanted(day)));
    expect((await store.claim('first', [key], 2)).map(({ day }) => day)).toEqual([
      '2026-02-28',
      '2026-02-27',
    ]);
    const claims = await Promise.all(
      Array.from({ length: 13 }, (_, i) => store.claim(`worker ${i}`, [key], 2)),
    );
    const claimed = claims.flat().map(({ id }) => id);
    expect(new Set(claimed).size).toBe(claimed.length);
    expect(await store.claim('other', [{ ...key, version: 2 }], 5)).toEqual([]);
  });

  it('lets nobody write whose lease went to someone else', async () => {
    await store.enqueue([wanted('2026-03-14')]);
    const [paused] = await claimAll('paused');
    expect(await store.started(paused, 'engine-1')).toBe(true);
    await expire(paused);
    const [adopted] = await claimAll('adopter');
    expect(adopted).toMatchObject({ id: paused.id, engineRunId: 'engine-1', fence: 2 });

    expect(await store.started(paused, 'engine-2')).toBe(false);
    expect(await store.fail(paused, broken)).toBe(false);
    expect(await store.postpone(paused, broken, 0)).toBe(false);
    expect((await store.extend('paused', [paused.id])).size).toBe(0);
    expect(await store.extend('adopter', [paused.id])).toEqual(new Map([[paused.id, 2]]));
  });

  it('keeps every attempt in the ledger with its cost, and the next one in the queue', async () => {
    await store.enqueue([wanted('2026-03-14')]);
    const [run] = await claimAll('a');
    const next = newRun({ ...key, day: run.day, attempt: 2, sourceVersion: 'a' }, statement);
    await store.fail(run, broken, { run: next, delayMs: 0 });
    const [second] = await claimAll('a');
    expect(second).toMatchObject({ id: next.id, attempt: 2, token: next.token });
    expect(second.token).not.toBe(run.token);
    await store.fail(second, broken);
    const rows = await knex('runs').orderBy('attempt').select('state', 'bytes_billed', 'usd');
    expect(rows.map(row => [row.state, Number(row.bytes_billed), row.usd])).toEqual([
      ['failed', 10_000_000, 0.00005],
      ['failed', 10_000_000, 0.00005],
    ]);
    expect(await store.knownDays(key)).toMatchObject([
      { runs: 2, isInFlight: false, failure: { class: 'transient' } },
    ]);
  });

  it('waits before a postponed run is due again', async () => {
    await store.enqueue([wanted('2026-03-14')]);
    const [run] = await claimAll('a');
    await store.postpone(run, broken, 60_000);
    expect(await claimAll('b')).toEqual([]);
    await knex('runs').update({ due_at: 0 });
    expect(await claimAll('b')).toMatchObject([{ id: run.id, token: run.token, attempt: 1 }]);
  });

  it('lets others go on at once after a hand-back', async () => {
    await store.enqueue([wanted('2026-03-14')]);
    const [run] = await claimAll('leaving');
    expect(await claimAll('other')).toEqual([]);
    await store.handBack('leaving');
    expect(await claimAll('other')).toMatchObject([{ id: run.id }]);
  });

  it('extends leases while the end of one of the runs is being written', async () => {
    if (knex.client.config.client !== 'pg') return; // SQLite has one writer at a time
    await store.enqueue([wanted('2026-03-13'), wanted('2026-03-14')]);
    const [ending, other] = await claimAll('a');
    const writing = await knex.transaction();
    await writing('runs').where({ id: ending.id }).update({ result_rows: 1 });
    const extended = store.extend('a', [other.id, ending.id]);
    await new Promise(resolve => setTimeout(resolve, 300));
    // Would deadlock with an extension that holds one run while it waits for the other.
    await writing('runs').where({ id: other.id }).update({ result_rows: 1 });
    await writing.commit();
    expect((await extended).size).toBe(2);
  });

  it('ends what nobody works on any more, after a while', async () => {
    const others = { worked: [{ ...key, version: 2 }], disabledDatasets: [] };
    await store.enqueue([wanted('2026-03-13'), wanted('2026-03-14')]);
    const [run] = await store.claim('a', [key], 1);
    await store.started(run, 'engine-1');
    expect(await store.cancelQueued(others)).toBe(0);
    expect(await store.sweep('sweeper', others, 10)).toEqual([]);

    await expire(run);
    await knex('runs').where({ state: 'queued' }).update({ due_at: 1 });
    const own = { worked: [key], disabledDatasets: [] };
    expect(await store.cancelQueued(own)).toBe(0);
    expect(await store.sweep('sweeper', own, 10)).toEqual([]);

    expect(await store.cancelQueued(others)).toBe(1);
    const [stopping] = await store.sweep('sweeper', others, 10);
    expect(stopping).toMatchObject({ id: run.id, engineRunId: 'engine-1', reason: 'superseded' });
    expect(await store.fail(run, broken)).toBe(false);
    expect((await store.knownDays(key)).map(({ isInFlight }) => isInFlight)).toContain(true);
    expect(await store.cancel(stopping, broken.cost)).toBe(true);
    expect(await store.openRuns()).toEqual(new Map());
    const [ended] = await knex('runs').where({ id: run.id });
    expect([ended.state, ended.error_code, Number(ended.bytes_billed)]).toEqual([
      'cancelled',
      'superseded',
      10_000_000,
    ]);
  });

  function claimAll(owner: string): Promise<ClaimedRun[]> {
    return store.claim(owner, [key], 100);
  }

  async function expire(run: ClaimedRun): Promise<void> {
    await knex('runs').where({ id: run.id }).update({ lease_until: 1 });
  }
});

async function open(databaseId: TestDatabaseId) {
  const knex = await databases.init(databaseId);
  await migrate(knex);
  return { knex, store: new DatabaseRunStore(knex, () => Date.parse('2026-03-15T12:00:00Z')) };
}
