import type { Day } from 'backstage-plugin-service-insights-common';
import type { Knex } from 'knex';
import { everything, type Budget } from '../budget/Budget';
import { spansOf } from '../budget/BudgetSpan';
import type { BudgetRow } from './rows';

/** Money that comes to budgets, or goes when it is negative. */
export type MoneyMoved = { spentNanoUsd: number; reservedNanoUsd: number };

/**
 * Adds to every budget that a dataset's runs count in on a day, and locks them until the transaction ends: always in
 * the same order, so that nobody waits for somebody who waits for them.
 *
 * @returns the budgets as they are then
 */
export async function addToBudgets(
  tx: Knex.Transaction,
  datasetId: string,
  paidOn: Day,
  { spentNanoUsd, reservedNanoUsd }: MoneyMoved,
): Promise<Budget[]> {
  const { month, day } = spansOf(paidOn);
  const rows: BudgetRow[] = await tx('budgets')
    .insert(
      [everything, datasetId].flatMap(scope =>
        [month, day].map(span => ({
          scope,
          span,
          spent_nanousd: spentNanoUsd,
          reserved_nanousd: reservedNanoUsd,
        })),
      ),
    )
    .onConflict(['scope', 'span'])
    .merge({
      spent_nanousd: tx.raw('budgets.spent_nanousd + excluded.spent_nanousd'),
      reserved_nanousd: tx.raw('budgets.reserved_nanousd + excluded.reserved_nanousd'),
    })
    .returning('*');
  return rows.map(toBudget);
}

/** A row as the budget it is of. */
export function toBudget(row: BudgetRow): Budget {
  return {
    scope: row.scope,
    span: row.span,
    spentNanoUsd: Number(row.spent_nanousd),
    reservedNanoUsd: Number(row.reserved_nanousd),
  };
}
