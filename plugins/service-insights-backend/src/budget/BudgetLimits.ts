import { dayOf, type DatasetDefinition } from 'backstage-plugin-service-insights-common';
import { everything, type Budget, type LimitedBudget } from './Budget';
import { spansOf, type BudgetSpan } from './BudgetSpan';
import { toNanoUsd } from './nanoUsd';

/** What all datasets may spend together, in US dollars; nothing where there is no limit. */
export type PortalLimits = { usdPerDay: number | undefined; usdPerMonth: number | undefined };

/** No limits at all. */
export const unlimited: PortalLimits = { usdPerDay: undefined, usdPerMonth: undefined };

/** The limit of one budget. */
export type BudgetLimit = { scope: string; span: BudgetSpan; limitNanoUsd: number };

/** The limits that a run of a dataset is under at an instant. */
export function limitsOf(
  { id, budget }: Pick<DatasetDefinition, 'id' | 'budget'>,
  portal: PortalLimits,
  nowMs: number,
): BudgetLimit[] {
  const { day, month } = spansOf(dayOf(nowMs));
  return [
    { scope: everything, span: month, usd: portal.usdPerMonth },
    { scope: everything, span: day, usd: portal.usdPerDay },
    { scope: id, span: month, usd: budget?.usdPerMonth },
  ].flatMap(({ usd, ...key }) =>
    usd === undefined ? [] : [{ ...key, limitNanoUsd: toNanoUsd(usd) }],
  );
}

/** The budgets that limits are of; one that nothing was ever spent of need not be among those that are known. */
export function limitedBudgets(
  limits: readonly BudgetLimit[],
  known: readonly Budget[],
): LimitedBudget[] {
  return limits.map(limit => ({
    spentNanoUsd: 0,
    reservedNanoUsd: 0,
    ...known.find(({ scope, span }) => scope === limit.scope && span === limit.span),
    ...limit,
  }));
}
