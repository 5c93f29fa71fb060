import type { Day, Spending } from 'backstage-plugin-service-insights-common';
import type { BudgetLimit } from '../budget/BudgetLimits';
import type { Budget } from '../budget/Budget';
import { spansOf } from '../budget/BudgetSpan';
import { toUsd } from '../budget/nanoUsd';

/**
 * What a scope has spent today and this month, beside what it may.
 *
 * @param scope - a dataset's id, or `everything`
 * @param spent - today, and all budgets that are known of it and its month
 * @param limits - all that hold for the scope, among others
 */
export function spending(
  scope: string,
  spent: { day: Day; budgets: readonly Budget[] },
  limits: readonly BudgetLimit[],
): Spending {
  const { day: today, budgets } = spent;
  const of = (span: string) => {
    const known = budgets.find(budget => budget.scope === scope && budget.span === span);
    const limit = limits.find(one => one.scope === scope && one.span === span);
    return {
      span,
      usd: toUsd(known?.spentNanoUsd ?? 0),
      reservedUsd: toUsd(known?.reservedNanoUsd ?? 0),
      limitUsd: limit ? toUsd(limit.limitNanoUsd) : null,
    };
  };
  const { day, month } = spansOf(today);
  return { day: of(day), month: of(month) };
}
