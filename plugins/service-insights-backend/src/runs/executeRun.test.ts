import { TestDatabases } from '@backstage/backend-test-utils';
import type { DatasetDefinitionInput } from 'backstage-plugin-service-insights-common';
import { EngineError, type Engine } from 'backstage-plugin-service-insights-node';
import type { Knex } from 'knex';
import { migrate } from '../database/openDatabase';
import { eventDataset, openEventLake, type EventLake } from '../testing/eventLake';
import { startReplica, until, type Replica } from '../testing/portal';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });
const day = '2026-03-14';

const requests: DatasetDefinitionInput = {
  ...eventDataset,
  history: 1,
};

const lost = () =>
  new EngineError({ class: 'transient', code: 'net', message: 'The connection was reset' });

describe.each(databases.eachSupportedId())('a run on %s', databaseId => {
  let knex: Knex;
  let lake: EventLake;
  let replica: Replica | undefined;

  beforeEach(async () => {
    knex = await databases.init(databaseId);
    await migrate(knex);
    lake = await openEventLake();
    await lake.write(day, [{ event_id: 'a', ts: `${day} 10:00:00`, service: 'orders' }]);
  });
  afterEach(async () => {
    await replica?.stop();
    await lake.close();
  });

  /** Runs the day on the lake's engine, of which some things are otherwise. */
  async function run(change: Partial<Engine>): Promise<void> {
    const { engine } = lake;
    replica = await startReplica({
      knex,
      definitions: [requests],
      engines: [
        {
          name: engine.name,
          start: (statement, options) => engine.start(statement, options),
          status: ids => engine.status(ids),
          rows: (id, options) => engine.rows(id, options),
          stop: id => engine.stop(id),
          sourceDays: request => engine.sourceDays(request),
          ...change,
        },
      ],
      now: () => Date.parse('2026-03-15T12:00:00Z'),
    });
    await replica.plan();
    replica.worker.wake();
  }

  const isDone = () => until(async () => (await knex('runs').first('state'))?.state === 'done');

  it('stands as publishing in the ledger before its rows are asked for', async () => {
    const seen: string[] = [];
    await run({
      async *rows(id, options) {
        seen.push(...(await knex('runs').where({ engine_run_id: id }).pluck('state')));
        yield* lake.engine.rows(id, options);
      },
    });
    await isDone();
    expect(seen).toEqual(['publishing']);
  });

  it('is executed once when the answer of its engine is lost', async () => {
    const ids = new Set<string>();
    const tokens: string[] = [];
    await run({
      async start(statement, options) {
        tokens.push(options.token);
        ids.add(await lake.engine.start(statement, options));
        if (tokens.length < 2) throw lost();
        return [...ids][0];
      },
    });
    await isDone();
    expect(tokens).toHaveLength(2);
    expect(new Set(tokens).size).toBe(1);
    expect(ids.size).toBe(1);
    const [only, ...others] = await knex('runs');
    expect(others).toEqual([]);
    expect([only.attempt, only.error_class]).toEqual([1, null]);
  });

  it('is read again, not executed again, when its rows do not come through', async () => {
    let starts = 0;
    let reads = 0;
    await run({
      async start(statement, options) {
        starts += 1;
        return lake.engine.start(statement, options);
      },
      async *rows(id, options) {
        reads += 1;
        if (reads < 2) throw lost();
        yield* lake.engine.rows(id, options);
      },
    });
    await isDone();
    expect([starts, reads]).toEqual([1, 2]);
    expect(await knex('service_days').pluck('service')).toEqual(['orders']);
  });
});
