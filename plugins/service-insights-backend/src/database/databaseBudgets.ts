import type { Knex } from 'knex';
import type { PortalLimits } from '../budget/BudgetLimits';
import { Budgets, type BudgetsOptions } from '../budget/Budgets';
import { CostEstimates } from '../budget/CostEstimates';
import type { Datasets } from '../definitions/LoadedDataset';
import { DatabaseBudgetStore } from './DatabaseBudgetStore';
import { DatabaseCostLedger } from './DatabaseCostLedger';
import { DatabasePauseStore } from './DatabasePauseStore';

/** The budgets of a portal over its database, and what they are made of. */
export function databaseBudgets(options: {
  knex: Knex;
  datasets: Datasets;
  limits: PortalLimits;
  /** Whether the configuration says that nothing starts. */
  isStopped: boolean;
  clock: () => number;
  onUsedUp?: BudgetsOptions['onUsedUp'];
}) {
  const { knex, datasets, limits, isStopped, clock, onUsedUp } = options;
  const store = new DatabaseBudgetStore(knex, clock);
  const pauses = new DatabasePauseStore(knex, clock);
  const estimates = new CostEstimates(datasets, new DatabaseCostLedger(knex));
  const budgets = new Budgets({
    datasets,
    limits,
    isStopped,
    store,
    pauses,
    estimates,
    clock,
    onUsedUp,
  });
  return { budgets, store, pauses, estimates };
}
