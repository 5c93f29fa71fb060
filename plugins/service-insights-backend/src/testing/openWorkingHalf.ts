import type { LoggerService } from '@backstage/backend-plugin-api';
import { dayOf } from 'backstage-plugin-service-insights-common';
import type { Engine } from 'backstage-plugin-service-insights-node';
import type { Knex } from 'knex';
import { unlimited, type PortalLimits } from '../budget/BudgetLimits';
import { databaseBudgets } from '../database/databaseBudgets';
import { DatabaseDayStore } from '../database/DatabaseDayStore';
import { DatabaseRunStore } from '../database/DatabaseRunStore';
import { loadDatasets } from '../definitions/loadDatasets';
import type { DayStore } from '../publish/DayStore';
import type { RunStore } from '../runs/RunStore';
import { workingHalf, type WorkingHalfOptions } from '../tasks/workingHalf';

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
  onDrained?: WorkingHalfOptions['onDrained'];
}) {
  const { knex, clock, logger, hashKey, onDrained } = options;
  const runs = options.runs ?? new DatabaseRunStore(knex, clock);
  const days = options.days ?? new DatabaseDayStore(knex, clock);
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
  const half = workingHalf({
    knex,
    datasets,
    engines,
    runs,
    days,
    budgets,
    hashKey,
    clock,
    logger,
    onDrained,
  });
  return { ...half, engines, runs, days, datasets, budgets, pauses };
}
