import type { BudgetSpan } from './BudgetSpan';

/** The scope of what all datasets spend together; no dataset can be called so. */
export const everything = '*';

/** What was spent in a span, and what the runs in flight may spend of it yet. */
export type Budget = {
  /** A dataset's id, or {@link everything}. */
  scope: string;
  span: BudgetSpan;
  spentNanoUsd: number;
  reservedNanoUsd: number;
};

/** A budget that has a limit. */
export type LimitedBudget = Budget & { limitNanoUsd: number };
