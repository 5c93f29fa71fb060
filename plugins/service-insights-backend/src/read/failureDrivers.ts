import type { FailureDrivers } from 'backstage-plugin-service-insights-common';
import type { InsightContext } from './InsightContext';
import type { PeriodRollup, SliceTally } from './PeriodRollup';
import { emptyTally, failureRate, validCalls, type Tally } from './Tally';
import { compareText } from './usage';

/** How many contributions are told apart before the rest. */
const mostSlices = 3;

/** What one operation in one region contributes to the extra failed calls. */
export type FailureContribution = FailureDrivers['slices'][number];

/**
 * What the change of the failure rate is made of, by operation and region. The contributions add up to the extra failed
 * calls, (rate − previous rate) × valid calls: each slice by its own rate's change, and by calls that moved to slices
 * that fail more or less than the average.
 *
 * @returns null when the two periods cannot be compared
 */
export function failureDrivers(context: InsightContext): FailureDrivers | null {
  const contributions = failureContributions(context);
  if (!contributions) return null;
  const sum = (list: readonly FailureContribution[]) =>
    list.reduce((total, { excessFailedCalls }) => total + excessFailedCalls, 0);
  const slices = contributions
    .filter(({ excessFailedCalls }) => excessFailedCalls !== 0)
    .slice(0, mostSlices);
  return {
    excessFailedCalls: sum(contributions),
    slices,
    rest: sum(contributions) - sum(slices),
  };
}

/** The contributions, the largest first; nothing when the two periods cannot be compared. */
export function failureContributions(context: InsightContext): FailureContribution[] | undefined {
  const { current, previous, comparison, definition } = context;
  if (!previous || comparison !== 'comparable' || !definition.outcome) return undefined;
  const rate = failureRate(current.total());
  const rateBefore = failureRate(previous.total());
  if (rate === null || rateBefore === null) return undefined;
  const valid = validCalls(current.total());
  const validBefore = validCalls(previous.total());
  return [...slicesOfBoth(current, previous).values()]
    .map(({ operation, region, now, before }) => {
      const weight = validCalls(now) / valid;
      const weightBefore = validCalls(before) / validBefore;
      const sliceBefore = failureRate(before) ?? rateBefore;
      const sliceNow = failureRate(now) ?? sliceBefore;
      const effect =
        weight * (sliceNow - sliceBefore) + (weight - weightBefore) * (sliceBefore - rateBefore);
      return {
        operation,
        region,
        excessFailedCalls: effect * valid,
        calls: now.calls,
        previousCalls: before.calls,
        failureRate: failureRate(now),
        previousFailureRate: failureRate(before),
      };
    })
    .sort(
      (a, b) =>
        Math.abs(b.excessFailedCalls) - Math.abs(a.excessFailedCalls) ||
        compareText(a.operation, b.operation) ||
        compareText(a.region, b.region),
    );
}

/** The slices of either period with what they were in both. */
export function slicesOfBoth(current: PeriodRollup, previous: PeriodRollup) {
  const both = new Map<string, { operation: string; region: string; now: Tally; before: Tally }>();
  const add = (slices: ReadonlyMap<string, SliceTally>, when: 'now' | 'before') => {
    for (const [key, { operation, region, tally }] of slices) {
      const known = both.get(key) ?? { operation, region, now: emptyTally(), before: emptyTally() };
      both.set(key, { ...known, [when]: tally });
    }
  };
  add(current.slices(), 'now');
  add(previous.slices(), 'before');
  return both;
}
