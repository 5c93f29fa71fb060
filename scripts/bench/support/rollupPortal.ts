import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { dayOf, type DatasetDefinitionInput } from 'backstage-plugin-service-insights-common';
import type { Engine } from 'backstage-plugin-service-insights-node';
import knexFactory, { type Knex } from 'knex';
import { unlimited } from '../../../plugins/service-insights-backend/src/budget/BudgetLimits';
import { databaseBudgets } from '../../../plugins/service-insights-backend/src/database/databaseBudgets';
import { DatabaseDayStore } from '../../../plugins/service-insights-backend/src/database/DatabaseDayStore';
import { DatabasePlanStore } from '../../../plugins/service-insights-backend/src/database/DatabasePlanStore';
import { DatabaseRunStore } from '../../../plugins/service-insights-backend/src/database/DatabaseRunStore';
import { openDatabase } from '../../../plugins/service-insights-backend/src/database/openDatabase';
import { loadDatasets } from '../../../plugins/service-insights-backend/src/definitions/loadDatasets';
import type { Datasets } from '../../../plugins/service-insights-backend/src/definitions/LoadedDataset';
import { RunWorker } from '../../../plugins/service-insights-backend/src/runs/RunWorker';
import { RefreshTick } from '../../../plugins/service-insights-backend/src/tasks/RefreshTick';
import { workerLanes } from '../../../plugins/service-insights-backend/src/tasks/workerLanes';

/** The part of the backend that reads the lake, on a SQLite file of its own. */
export type RollupPortal = {
  knex: Knex;
  datasets: Datasets;
  /** Plans, and carries out everything that is due. */
  rollUp(): Promise<void>;
  stop(): Promise<void>;
};

/** Starts it as the plugin does. */
export async function startRollupPortal(options: {
  definitions: readonly DatasetDefinitionInput[];
  engine: Engine;
  /** Milliseconds since 1970. */
  clock: () => number;
}): Promise<RollupPortal> {
  const folder = await mkdtemp(join(tmpdir(), 'service-insights-bench-'));
  const knex = knexFactory({
    client: 'better-sqlite3',
    connection: { filename: join(folder, 'rollup.sqlite') },
    useNullAsDefault: true,
  });
  await openDatabase({ getClient: async () => knex });
  const { clock } = options;
  const runs = new DatabaseRunStore(knex, clock);
  const days = new DatabaseDayStore(knex, clock);
  const plans = new DatabasePlanStore(knex, clock);
  const engines = new Map([[options.engine.name, options.engine]]);
  const datasets = await loadDatasets({
    candidates: options.definitions.map(value => ({ origin: 'benchmark', value })),
    problems: [],
    engines,
    defaultEngine: undefined,
    hashKey: undefined,
    day: dayOf(clock()),
    versionOf: (id, fingerprint) => days.versionOf(id, fingerprint),
    logger: silent,
  });
  for (const { path, message } of datasets.refused()) throw new Error(`${path}: ${message}`);

  const { budgets } = databaseBudgets({
    knex,
    datasets,
    limits: unlimited,
    isStopped: false,
    clock,
  });
  const tick = new RefreshTick({ datasets, engines, runs, days, plans, clock, logger: silent });
  let drained = () => {};
  const worker = new RunWorker({
    runs,
    budgets,
    logger: silent,
    lanes: workerLanes({
      datasets,
      engines,
      runs,
      days,
      budgets,
      hashKey: undefined,
      logger: silent,
    }),
    onDrained: async datasetIds => {
      if ((await tick.run(datasetIds)) > 0) worker.wake();
      else drained();
    },
  });
  worker.start();
  return {
    knex,
    datasets,
    async rollUp() {
      const done = new Promise<void>(resolve => {
        drained = resolve;
      });
      await tick.run();
      worker.wake();
      await done;
    },
    async stop() {
      await worker.stop();
      await knex.destroy();
      await rm(folder, { recursive: true });
    },
  };
}

const silent: LoggerService = {
  error: message => console.error(message),
  warn: message => console.error(message),
  info: () => {},
  debug: () => {},
  child: () => silent,
};
