import type { Day } from 'backstage-plugin-service-insights-common';
import type { HeldRun } from '../runs/Run';
import type { Admission } from './admit';
import type { Budget } from './Budget';
import type { BudgetLimit } from './BudgetLimits';

/** What a run asks for before it starts. */
export type ReservationRequest = {
  datasetId: string;
  source: string;
  /** The day whose budgets pay for it. */
  day: Day;
  limits: readonly BudgetLimit[];
  /** What it may cost; nothing when that is not known. */
  estimateNanoUsd: number | undefined;
  /** Whether nothing at all may start. */
  isStopped: boolean;
};

/** Whether a run may start. `lost`: its lease went to someone else. */
export type Reservation =
  Admission | { admitted: false; because: 'paused' } | { admitted: false; because: 'lost' };

/** The last run of a source that asked for money did not get it. */
export type Refusal = {
  datasetId: string;
  source: string;
  /** What it may have cost; nothing when that was not known. */
  estimateNanoUsd: number | undefined;
};

/**
 * The budgets: what was spent, and what runs in flight may spend yet. Ending a run moves its money from one to the
 * other; see `settleRun`.
 */
export interface BudgetStore {
  /**
   * Sets money aside for a run, in every budget that it counts in or in none. A run that has its money keeps it, also
   * past a pause: the engine may have been asked for it already.
   */
  reserve(run: HeldRun, request: ReservationRequest): Promise<Reservation>;

  /** The budgets of a day and its month; those that nothing was spent of are missing. */
  budgets(day: Day): Promise<Budget[]>;

  refusals(): Promise<Refusal[]>;
}
