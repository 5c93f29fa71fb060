import type { LimitedBudget } from './Budget';
import { endOfSpan } from './BudgetSpan';

/**
 * Whether a run may start under its budgets. `usedUp`: what is left does not pay for it, before the budget's next span;
 * without an instant it never will, as the limit is below the price. `inFlight`: it may fit once other runs have ended.
 */
export type Admission =
  | { admitted: true; reservedNanoUsd: number }
  | { admitted: false; because: 'usedUp'; budget: LimitedBudget; resumesAtMs: number | undefined }
  | { admitted: false; because: 'inFlight' };

/** Runs are in flight together only as long as all of them may cost so many times what they are estimated at. */
const caution = 2;

/**
 * Decides whether a run may start. As long as no run costs more than twice its estimate, budgets are overspent by less
 * than one run: the last ones before a limit go one at a time.
 *
 * @param budgets - those with a limit that the run counts in
 * @param estimateNanoUsd - nothing when it is not known: then the run goes alone, and reserves all that is left
 */
export function admit(
  budgets: readonly LimitedBudget[],
  estimateNanoUsd: number | undefined,
): Admission {
  if (estimateNanoUsd === 0) return { admitted: true, reservedNanoUsd: 0 };
  const usedUp = budgets.filter(budget => isUsedUp(budget, estimateNanoUsd));
  if (usedUp.length > 0) return refusal(usedUp, estimateNanoUsd);
  if (budgets.some(budget => isCrowded(budget, estimateNanoUsd))) {
    return { admitted: false, because: 'inFlight' };
  }
  return { admitted: true, reservedNanoUsd: estimateNanoUsd ?? Math.max(0, ...budgets.map(left)) };
}

function left({ limitNanoUsd, spentNanoUsd }: LimitedBudget): number {
  return limitNanoUsd - spentNanoUsd;
}

function isUsedUp(budget: LimitedBudget, estimateNanoUsd = 1): boolean {
  return estimateNanoUsd > left(budget);
}

function isCrowded(budget: LimitedBudget, estimateNanoUsd: number | undefined): boolean {
  const { reservedNanoUsd } = budget;
  if (reservedNanoUsd === 0) return false;
  if (estimateNanoUsd === undefined) return true;
  return caution * (reservedNanoUsd + estimateNanoUsd) > left(budget);
}

/** The budget that stands in the way longest is the one to name. */
function refusal(usedUp: readonly LimitedBudget[], estimateNanoUsd = 1): Admission {
  const endOf = (budget: LimitedBudget) =>
    estimateNanoUsd > budget.limitNanoUsd ? Infinity : endOfSpan(budget.span);
  const longest = usedUp.reduce((a, b) => (endOf(b) > endOf(a) ? b : a));
  const end = endOf(longest);
  return {
    admitted: false,
    because: 'usedUp',
    budget: longest,
    resumesAtMs: end === Infinity ? undefined : end,
  };
}
