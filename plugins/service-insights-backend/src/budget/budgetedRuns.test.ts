import { TestDatabases } from '@backstage/backend-test-utils';
import type { DatasetDefinitionInput } from 'backstage-plugin-service-insights-common';
import type { Engine, EngineRunStatus } from 'backstage-plugin-service-insights-node';
import type { Knex } from 'knex';
import { migrate } from '../database/openDatabase';
import { eventDataset, openEventLake, type EventLake } from '../testing/eventLake';
import { startReplica, until, type Replica } from '../testing/portal';
import type { PortalLimits } from './BudgetLimits';
import { toUsd } from './nanoUsd';

jest.setTimeout(60_000); // an engine, a database and files: slow where others work

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

/** Six days that are over, and the running one. */
const requests: DatasetDefinitionInput = {
  ...eventDataset,
  lookback: 0,
  history: 6,
};
const allDays = 7;

describe.each(databases.eachSupportedId())('runs under a budget on %s', databaseId => {
  let knex: Knex;
  let lake: EventLake;
  let nowMs: number;
  const replicas: Replica[] = [];

  beforeEach(async () => {
    knex = await databases.init(databaseId);
    await migrate(knex);
    lake = await openEventLake();
    nowMs = Date.parse('2026-03-30T12:00:00Z');
  });
  afterEach(async () => {
    for (const replica of replicas.splice(0)) await replica.stop();
    await lake.close();
  });

  it('wait when the month is spent, and go on when the next one begins or the limit is raised', async () => {
    const replica = await start({ budget: { usdPerMonth: 3 } });
    await begin(replica);
    await until(async () => (await pauseOf(replica))?.reason === 'budget');
    expect(await pauseOf(replica)).toEqual({
      reason: 'budget',
      untilMs: Date.parse('2026-04-01T00:00:00Z'),
    });
    expect(await runsByState()).toEqual({ done: 3, queued: allDays - 3 });
    expect(await spent('requests', '2026-03')).toBe(3);
    const refused = await knex('runs').whereNotNull('error_class').distinct('error_class');
    expect(refused).toEqual([{ error_class: 'budget' }]);

    nowMs = Date.parse('2026-04-01T00:00:00Z');
    expect(await pauseOf(replica)).toBeUndefined();
    replica.worker.wake();
    await until(async () => (await runsByState()).done === 6);
    await until(async () => (await pauseOf(replica)) !== undefined);
    await replica.stop();

    const richer = await start({ budget: { usdPerMonth: 30 } });
    expect(await pauseOf(richer)).toBeUndefined();
    await until(async () => Object.keys(await runsByState()).join() === 'done');
    const { done } = await runsByState(); // the days that came meanwhile are among them
    expect(done).toBeGreaterThanOrEqual(allDays);
    expect(await spent('requests', '2026-03')).toBe(3);
    expect(await spent('*', '2026-04')).toBe(done - 3);
    const open = await knex('budgets').whereNot({ reserved_nanousd: 0 });
    expect(open).toEqual([]);
  });

  it('wait for the next day when all datasets together have spent the day', async () => {
    const replica = await start({}, { usdPerDay: 2, usdPerMonth: 100 });
    await begin(replica);
    await until(async () => (await pauseOf(replica)) !== undefined);
    expect(await pauseOf(replica)).toEqual({
      reason: 'budget',
      untilMs: Date.parse('2026-03-31T00:00:00Z'),
    });
    expect(await spent('*', '2026-03-30')).toBe(2);
  });

  it('say that no date helps when the limit is below the price of a single run', async () => {
    const cheap = await start({ id: 'cheap', history: 1 });
    await begin(cheap);
    await until(async () => (await runsByState()).done === 2);
    await cheap.stop();
    const replica = await start({ id: 'cheap', history: 4, budget: { usdPerMonth: 0.5 } });
    await begin(replica);
    await until(async () => (await pauseOf(replica)) !== undefined);
    expect(await pauseOf(replica)).toEqual({ reason: 'budget', untilMs: undefined });
    expect((await runsByState()).done).toBe(2);
  });

  it('do not start while they are paused, but what runs is published', async () => {
    const hanging = await start({}, undefined, {
      status: async asked => new Map(asked.map(id => [id, { state: 'running' }])),
    });
    await begin(hanging);
    await until(async () => (await runsByState()).running > 0);
    await hanging.pauses.pause('requests', { by: 'user:default/ada', reason: 'the lake moves' });
    await hanging.stop();
    const { running } = await runsByState();
    await knex('runs').where({ state: 'starting' }).update({ state: 'queued' });

    const heir = await start();
    await until(async () => (await runsByState()).done === running);
    heir.worker.wake();
    await new Promise(resolve => setTimeout(resolve, 300));
    expect(await runsByState()).toEqual({ done: running, queued: allDays - running });
    expect(await pauseOf(heir)).toEqual({ reason: 'operator', untilMs: undefined });

    await heir.pauses.resume('requests');
    heir.worker.wake();
    await until(async () => (await runsByState()).done === allDays);
  });

  it('do not start at all under the kill switch', async () => {
    const replica = await start({}, undefined, {}, true);
    await begin(replica);
    await new Promise(resolve => setTimeout(resolve, 300));
    expect(await runsByState()).toEqual({ queued: allDays });
    expect(await pauseOf(replica)).toEqual({ reason: 'operator', untilMs: undefined });
  });

  async function start(
    change: Partial<DatasetDefinitionInput> = {},
    limits?: PortalLimits,
    fault: Partial<Engine> = {},
    isStopped = false,
  ): Promise<Replica> {
    const replica = await startReplica({
      knex,
      definitions: [{ ...requests, ...change }],
      engines: [{ ...priced(lake.engine), ...fault }],
      now: () => nowMs,
      limits,
      isStopped,
    });
    replicas.push(replica);
    return replica;
  }

  async function begin(replica: Replica): Promise<void> {
    await replica.plan();
    replica.worker.wake();
  }

  function pauseOf({ budgets, datasets }: Replica) {
    return budgets.pauseOf(datasets.all()[0]);
  }

  async function runsByState(): Promise<Record<string, number>> {
    const counts: Record<string, number> = {};
    const states: string[] = await knex('runs').pluck('state');
    for (const state of states) counts[state] = (counts[state] ?? 0) + 1;
    return counts;
  }

  async function spent(scope: string, span: string): Promise<number> {
    const row = await knex('budgets').where({ scope, span }).first('spent_nanousd');
    return toUsd(Number(row?.spent_nanousd ?? 0));
  }
});

/** The engine, at a dollar a run, and without a way to tell which days hold data. */
function priced(engine: Engine): Engine {
  const cost = { bytesScanned: 2e11, bytesBilled: 2e11, usd: 1 };
  return {
    name: engine.name,
    start: (statement, options) => engine.start(statement, options),
    rows: (id, options) => engine.rows(id, options),
    stop: id => engine.stop(id),
    async status(ids) {
      const statuses = [...(await engine.status(ids))];
      return new Map(
        statuses.map(([id, status]): [string, EngineRunStatus] => [
          id,
          'cost' in status ? { ...status, cost } : status,
        ]),
      );
    },
  };
}
