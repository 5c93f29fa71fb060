import type { LoggerService } from '@backstage/backend-plugin-api';
import { dayOf } from 'backstage-plugin-service-insights-common';
import type { Engine } from 'backstage-plugin-service-insights-node';
import type { Knex } from 'knex';
import { unlimited, type PortalLimits } from '../budget/BudgetLimits';
import { databaseBudgets } from '../database/databaseBudgets';
import { DatabaseDayStore } from '../database/DatabaseDayStore';
import { DatabasePlanStore } from '../database/DatabasePlanStore';
import { DatabaseRunStore } from '../database/DatabaseRunStore';
import { loadDatasets } from '../definitions/loadDatasets';
import type { DayStore } from '../publish/DayStore';
import { StandardPeriods } from '../read/StandardPeriods';
import type { RunStore } from '../runs/RunStore';
import { RunWorker } from '../runs/RunWorker';
import { Derivation } from '../tasks/Derivation';
import { RefreshTick } from '../tasks/RefreshTick';
import { Sweeper } from '../tasks/Sweeper';
import { workerLanes } from '../tasks/workerLanes';

/**
 * The half of the backend that plans and carries out, put together as the plugin does it, on a database that is
 * migrated. Nothing runs before its worker is started.
 *
 * @throws Error for a definition that is refused
 */
export async function openWorkingHalf(options: {
  knex: Knex;
  definitions: readonly unknown[];
  engines: readonly Engine[];
  /** Milliseconds since 1970. */
  clock: () => number;
  logger: LoggerService;
  hashKey?: string;
  limits?: PortalLimits;
  isStopped?: boolean;
  runs?: RunStore;
  days?: DayStore;
  /** Called when nothing was left to do for datasets, with how many runs were planned then. */
  onDrained?: (planned: number, datasetIds: ReadonlySet<string>) => Promise<void>;
}) {
  const { knex, clock, logger, hashKey, onDrained } = options;
  const runs = options.runs ?? new DatabaseRunStore(knex, clock);
  const days = options.days ?? new DatabaseDayStore(knex, clock);
  const plans = new DatabasePlanStore(knex, clock);
  const engines = new Map(options.engines.map(engine => [engine.name, engine]));
  const datasets = await loadDatasets({
    candidates: options.definitions.map(value => ({ origin: 'test', value })),
    problems: [],
    engines,
    defaultEngine: undefined,
    hashKey,
    day: dayOf(clock()),
    versionOf: (id, fingerprint) => days.versionOf(id, fingerprint),
    logger,
  });
  const [refused] = datasets.refused();
  if (refused) throw new Error(`${refused.path}: ${refused.message}`);

  const { budgets, pauses } = databaseBudgets({
    knex,
    datasets,
    limits: options.limits ?? unlimited,
    isStopped: options.isStopped ?? false,
    clock,
  });
  const tick = new RefreshTick({ datasets, engines, runs, days, plans, clock, logger });
  const worker = new RunWorker({
    runs,
    budgets,
    logger,
    lanes: workerLanes({ datasets, engines, runs, days, budgets, hashKey, logger }),
    onDrained: async datasetIds => {
      const planned = await tick.run(datasetIds);
      if (planned > 0) worker.wake();
      await onDrained?.(planned, datasetIds);
    },
  });
  const deriver = new StandardPeriods({ knex, logger });
  return {
    engines,
    runs,
    days,
    plans,
    datasets,
    budgets,
    pauses,
    tick,
    worker,
    sweeper: new Sweeper({ datasets, engines, runs, logger }),
    derivation: new Derivation({ datasets, deriver, logger }),
  };
}
