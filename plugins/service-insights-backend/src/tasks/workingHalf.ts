import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Engine } from 'backstage-plugin-service-insights-node';
import type { Knex } from 'knex';
import type { Budgets } from '../budget/Budgets';
import { DatabasePlanStore } from '../database/DatabasePlanStore';
import type { Datasets } from '../definitions/LoadedDataset';
import type { RunReporter } from '../operate/runReporter';
import type { DayStore } from '../publish/DayStore';
import { StandardPeriods } from '../read/StandardPeriods';
import type { RunStore } from '../runs/RunStore';
import { RunWorker } from '../runs/RunWorker';
import { Derivation } from './Derivation';
import { RefreshTick } from './RefreshTick';
import { Sweeper } from './Sweeper';
import { workerLanes } from './workerLanes';

/** What the half that plans and carries out works on. */
export type WorkingHalfOptions = {
  knex: Knex;
  datasets: Datasets;
  engines: ReadonlyMap<string, Engine>;
  runs: RunStore;
  days: DayStore;
  budgets: Budgets;
  hashKey: string | undefined;
  /** Milliseconds since 1970. */
  clock: () => number;
  logger: LoggerService;
  onEnded?: RunReporter;
  /** Called when nothing was left to do for datasets, with how many runs were planned then. */
  onDrained?(planned: number, datasetIds: ReadonlySet<string>): Promise<void>;
};

/** Everything that plans and carries out. */
export type WorkingHalf = ReturnType<typeof workingHalf>;

/** Puts together everything left of publishing. Nothing runs before its worker is started. */
export function workingHalf(options: WorkingHalfOptions) {
  const { knex, datasets, engines, runs, budgets, clock, logger, onEnded, onDrained } = options;
  const plans = new DatabasePlanStore(knex, clock);
  const tick = new RefreshTick({ ...options, plans });
  const worker = new RunWorker({
    runs,
    budgets,
    logger,
    lanes: workerLanes(options),
    onEnded,
    onDrained: async datasetIds => {
      const planned = await tick.run(datasetIds); // a new version may be complete now, or more days wait
      if (planned > 0) worker.wake();
      await onDrained?.(planned, datasetIds);
    },
  });
  return {
    plans,
    tick,
    worker,
    sweeper: new Sweeper({ datasets, engines, runs, logger, onEnded }),
    derivation: new Derivation({
      datasets,
      deriver: new StandardPeriods({ knex, logger }),
      logger,
    }),
  };
}
