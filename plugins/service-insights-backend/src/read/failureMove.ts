import { metrics, type Day } from 'backstage-plugin-service-insights-common';
import { excessCalls, failureShift } from './failureShift';
import type { InsightContext } from './InsightContext';
import { standingOut } from './why/associatedCause';
import type { Cause } from './why/Cause';
import { comparedPeriods } from './why/comparedPeriods';
import { failureCauses, failuresSince } from './why/failureCauses';

/** Failures that moved by enough to be worth a sentence. */
export type FailureMove = {
  kind: 'up' | 'down';
  /** Failed calls more, or fewer, than at the rate of before: never negative. */
  excessFailedCalls: number;
  /** What moved the same way, unlike the rest. */
  cause: Cause | undefined;
  since: Day | undefined;
};

/**
 * How failures moved: by the rule for the whole, or because one place stands out, though the whole hardly moved.
 *
 * @returns nothing when neither holds
 */
export function failureMove(context: InsightContext): FailureMove | undefined {
  const periods = comparedPeriods(context);
  if (!periods || !context.definition.outcome || context.filter?.kind === 'customer') {
    return undefined;
  }
  const [now, before] = [periods.current.total(), periods.previous.total()];
  const excess = excessCalls(now, before);
  const shift = failureShift(now, before);
  if (!shift && Math.abs(excess) < metrics.failedCalls.floor) return undefined;
  const cause = inDirection(failureCauses(context), excess);
  if (!shift && cause?.confidence !== 'main') return undefined;
  return {
    kind: excess > 0 ? 'up' : 'down',
    excessFailedCalls: Math.abs(excess),
    cause,
    since: failuresSince(context, cause),
  };
}

/** The first cause that stands out, and moved the way that the whole did. */
export function inDirection(causes: readonly Cause[], change: number): Cause | undefined {
  const [first] = standingOut(causes);
  return first && Math.sign(first.specific) === Math.sign(change) ? first : undefined;
}
