import { TestDatabases } from '@backstage/backend-test-utils';
import type { DatasetDefinitionInput } from 'backstage-plugin-service-insights-common';
import type { Engine } from 'backstage-plugin-service-insights-node';
import type { Knex } from 'knex';
import { DatabaseRunStore } from '../database/DatabaseRunStore';
import { migrate } from '../database/openDatabase';
import { eventDataset, openEventLake, type EventLake } from '../testing/eventLake';
import { PausableRunStore } from '../testing/PausableRunStore';
import { startReplica, until, type Replica } from '../testing/portal';
import type { RunStore } from './RunStore';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });
const leaseMs = 3_000;
const day = '2026-03-14';
const now = () => Date.parse('2026-03-15T12:00:00Z');

const requests: DatasetDefinitionInput = {
  ...eventDataset,
  history: 1,
};

describe.each(databases.eachSupportedId())('a worker that goes, on %s', databaseId => {
  let knex: Knex;
  let lake: EventLake;
  const replicas: Replica[] = [];

  beforeEach(async () => {
    knex = await databases.init(databaseId);
    await migrate(knex);
    lake = await openEventLake();
    await lake.write(day, [{ event_id: 'a', ts: `${day} 10:00:00`, service: 'orders' }]);
  });
  afterEach(async () => {
    for (const replica of replicas.splice(0)) await replica.stop();
    await lake.close();
  });

  /** The lake's engine, of which some things can be otherwise; runs are counted. */
  function engineWith(change: Partial<Engine> = {}) {
    const seen = { starts: 0, stops: 0 };
    const { engine } = lake;
    const seenEngine: Engine = {
      name: engine.name,
      async start(statement, options) {
        seen.starts += 1;
        return engine.start(statement, options);
      },
      status: ids => engine.status(ids),
      rows: (id, options) => engine.rows(id, options),
      async stop(id) {
        seen.stops += 1;
        await engine.stop(id);
      },
      ...change,
    };
    return { engine: seenEngine, seen };
  }

  async function start(engine: Engine, runs?: RunStore) {
    const replica = await startReplica({
      knex,
      definitions: [requests],
      engines: [engine],
      now,
      runs: runs ?? new DatabaseRunStore(knex, now, { leaseMs }),
    });
    replicas.push(replica);
    return replica;
  }

  const stateOf = async () => (await knex('runs').where({ day }).first('state'))?.state;
  const isAt = (state: string) => until(async () => (await stateOf()) === state);

  const asLongAsItRuns = async (ids: readonly string[]) =>
    new Map(ids.map(id => [id, { state: 'running' as const }]));

  async function secondsUntilDone(): Promise<number> {
    const fromMs = performance.now();
    await isAt('done');
    return (performance.now() - fromMs) / 1_000;
  }

  it('is followed by another within two seconds when it was told to go', async () => {
    const leaving = await start(engineWith({ status: asLongAsItRuns }).engine);
    await leaving.plan();
    leaving.worker.wake();
    await isAt('running');
    const { engine, seen } = engineWith();
    await start(engine);
    await leaving.stop();
    expect(await secondsUntilDone()).toBeLessThan(2);
    expect(seen).toEqual({ starts: 0, stops: 0 });
  });

  it('hands over at once, though its engine does not answer', async () => {
    let isAsked = false;
    const silent = engineWith({
      async start() {
        isAsked = true;
        return new Promise<string>(() => {});
      },
    });
    const leaving = await start(silent.engine);
    await leaving.plan();
    leaving.worker.wake();
    await until(() => isAsked);
    const { engine } = engineWith();
    await start(engine);
    const left = leaving.stop();
    expect(await secondsUntilDone()).toBeLessThan(2);
    await left;
  });

  it('is followed within its lease and two seconds when it is paused, and finds itself replaced', async () => {
    let isPaused = false;
    const pausing = engineWith({
      status: async ids => (isPaused ? lake.engine.status(ids) : asLongAsItRuns(ids)),
    });
    const runs = new PausableRunStore(knex, now, { leaseMs });
    const paused = await start(pausing.engine, runs);
    await paused.plan();
    paused.worker.wake();
    await isAt('running');
    const { engine, seen } = engineWith();
    await start(engine);
    const resume = runs.pause();
    isPaused = true;
    expect(await secondsUntilDone()).toBeLessThan(leaseMs / 1_000 + 2);
    expect(seen).toEqual({ starts: 0, stops: 0 });

    const published = await knex('dataset_days').select('run_id', 'published_at');
    resume();
    await paused.stop();
    expect(await knex('dataset_days').select('run_id', 'published_at')).toEqual(published);
    const [run] = await knex('runs').where({ day });
    expect([run.state, run.fence]).toEqual(['done', 2]);
  });
});
