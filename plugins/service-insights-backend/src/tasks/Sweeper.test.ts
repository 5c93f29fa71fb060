import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { toDay, type DatasetDefinitionInput } from 'backstage-plugin-service-insights-common';
import type { Engine } from 'backstage-plugin-service-insights-node';
import type { Knex } from 'knex';
import { DatabaseRunStore } from '../database/DatabaseRunStore';
import { migrate } from '../database/openDatabase';
import { loadDatasets } from '../definitions/loadDatasets';
import { compileRollup } from '../plan/compileRollup';
import { newRun } from '../runs/newRun';
import type { ClaimedRun } from '../runs/Run';
import { openEventLake, type EventLake } from '../testing/eventLake';
import { Sweeper } from './Sweeper';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });
const day = toDay('2026-03-14');
const key = { datasetId: 'requests', version: 1, source: 'lake' };
const logger = mockServices.logger.mock();

const requests: DatasetDefinitionInput = {
  kind: 'dataset',
  id: 'requests',
  enabled: false,
  table: 'telemetry.events',
  time: { column: 'ts', partition: { column: 'day' } },
  service: 'service',
};

describe.each(databases.eachSupportedId())('runs nobody wants, on %s', databaseId => {
  let knex: Knex;
  let lake: EventLake;
  let runs: DatabaseRunStore;

  beforeEach(async () => {
    knex = await databases.init(databaseId);
    await migrate(knex);
    lake = await openEventLake();
    await lake.write(day, [{ event_id: 'a', ts: `${day} 10:00:00`, service: 'orders' }]);
    runs = new DatabaseRunStore(knex, () => Date.parse('2026-03-15T12:00:00Z'), { leaseMs: 1_000 });
  });
  afterEach(() => lake.close());

  /** A replica's sweeper, on which the dataset is disabled. */
  async function sweeperOn(change: Partial<Engine> = {}) {
    const { engine } = lake;
    const changed: Engine = {
      name: engine.name,
      start: (statement, options) => engine.start(statement, options),
      status: ids => engine.status(ids),
      rows: (id, options) => engine.rows(id, options),
      stop: id => engine.stop(id),
      ...change,
    };
    const engines = new Map([[engine.name, changed]]);
    const datasets = await loadDatasets({
      candidates: [{ origin: 'test', value: requests }],
      problems: [],
      engines,
      defaultEngine: undefined,
      hashKey: undefined,
      day,
      versionOf: async () => 1,
      logger,
    });
    return {
      sweeper: new Sweeper({ datasets, engines, runs, logger }),
      dataset: datasets.all()[0],
    };
  }

  async function claimed(): Promise<ClaimedRun> {
    const { dataset } = await sweeperOn();
    const statement = compileRollup(dataset.definition, dataset.sources[0], day);
    const run = newRun({ ...key, day, attempt: 1, sourceVersion: undefined }, statement);
    await runs.enqueue([{ ...run, knownRuns: 0 }]);
    const [claim] = await runs.claim('worker', [key], 1);
    return claim;
  }

  /** As a worker does before it is killed: the engine knows the run, and the ledger does not know of it. */
  async function startUnheard(run: ClaimedRun): Promise<string> {
    if (run.state !== 'starting' || !run.statement) throw new Error('A new run is starting');
    return lake.engine.start(run.statement, { token: run.token });
  }

  const row = async () => {
    const { state, engine_run_id, error_code, bytes_scanned } = await knex('runs').first();
    const scanned = bytes_scanned === null ? null : Number(bytes_scanned);
    return { state, engine_run_id, error_code, scanned };
  };
  const ended = async (id: string) => {
    for (;;) {
      const status = (await lake.engine.status([id])).get(id);
      if (status && 'cost' in status) return status;
      await new Promise(resolve => setTimeout(resolve, 5));
    }
  };

  it('are cancelled in the queue without asking any engine', async () => {
    const { sweeper } = await sweeperOn({
      stop: async () => {
        throw new Error('asked');
      },
    });
    const { dataset } = await sweeperOn();
    const statement = compileRollup(dataset.definition, dataset.sources[0], day);
    const run = newRun({ ...key, day, attempt: 1, sourceVersion: undefined }, statement);
    await runs.enqueue([{ ...run, knownRuns: 0 }]);
    await sweeper.sweep();
    expect(await row()).toMatchObject({ state: 'cancelled', error_code: 'disabled' });
  });

  it('are taken from whoever works on them, who can write nothing more', async () => {
    const run = await claimed();
    const engineRunId = await startUnheard(run);
    await runs.started(run, engineRunId);
    const { cost } = await ended(engineRunId);
    const { sweeper } = await sweeperOn();
    await sweeper.sweep();
    expect(await row()).toMatchObject({ state: 'cancelled', scanned: cost.bytesScanned });
    expect(await runs.reading(run)).toBe(false);
    expect((await runs.extend('worker', [run.id])).size).toBe(0);
  });

  it('are found on the engine though nobody lived to store their id, and cost what they cost', async () => {
    const run = await claimed();
    const engineRunId = await startUnheard(run);
    const { cost } = await ended(engineRunId);
    let stopped: string | undefined;
    const { sweeper } = await sweeperOn({
      async stop(id) {
        stopped = id;
      },
    });
    await sweeper.sweep();
    expect(stopped).toBe(engineRunId);
    expect(cost.bytesScanned).toBeGreaterThan(0);
    expect(await row()).toMatchObject({ state: 'cancelled', scanned: cost.bytesScanned });
  });

  it('stay open while the engine does not say how they ended, and are taken up by the next sweep', async () => {
    const run = await claimed();
    const engineRunId = await startUnheard(run);
    await runs.started(run, engineRunId);
    const down = await sweeperOn({
      stop: async () => {
        throw new Error('down');
      },
      status: async () => {
        throw new Error('down');
      },
    });
    // One is killed while it waits; another does not get the run as long as the first one's lease lasts.
    void down.sweeper.sweep();
    while ((await row()).state !== 'stopping')
      await new Promise(resolve => setTimeout(resolve, 20));
    expect(await runs.knownDays(key)).toMatchObject([{ isInFlight: true }]);
    const { sweeper } = await sweeperOn();
    await sweeper.sweep();
    expect((await row()).state).toBe('stopping');
    await new Promise(resolve => setTimeout(resolve, runs.leaseMs));
    await sweeper.sweep();
    const { cost } = await ended(engineRunId);
    expect(await row()).toEqual({
      state: 'cancelled',
      engine_run_id: engineRunId,
      error_code: 'disabled',
      scanned: cost.bytesScanned,
    });
  });

  it('are ended once, however many sweep', async () => {
    const run = await claimed();
    await runs.started(run, await startUnheard(run));
    const sweepers = await Promise.all(Array.from({ length: 6 }, () => sweeperOn()));
    await Promise.all(sweepers.map(({ sweeper }) => sweeper.sweep()));
    expect(await row()).toMatchObject({ state: 'cancelled' });
    expect((await knex('runs').first()).fence).toBe(run.fence + 1);
  });
});
