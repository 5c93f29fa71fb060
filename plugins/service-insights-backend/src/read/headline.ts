import {
  addDays,
  eachDay,
  lengthOf,
  type Day,
  type Headline,
} from 'backstage-plugin-service-insights-common';
import { failureContributions, slicesOfBoth } from './failureDrivers';
import { comparedFigure } from './figures';
import type { InsightContext } from './InsightContext';
import type { PeriodRollup } from './PeriodRollup';
import { emptyTally, failureRate, validCalls, type Tally } from './Tally';

/** The rule for rising failures: by a quarter, by this many calls, and by more than chance. */
const leastRise = 1.25;
const leastExcessCalls = 20;
const leastZ = 3;

/** A service that was called and is not any more for this long has stopped. */
const stoppedDays = 7;

/** What changed most, in the order in which it matters; `none` when no rule for a change is met. */
export function headline(context: InsightContext): Headline {
  return usageStopped(context) ?? failuresUp(context) ?? usageMoved(context) ?? { kind: 'none' };
}

function usageStopped({ current, previous }: InsightContext): Headline | undefined {
  const { to } = current.period;
  const lastDays = eachDay(addDays(to, 1 - stoppedDays), to);
  const counted = new Set(current.countedDays);
  if (lengthOf(current.period) < stoppedDays || !lastDays.every(day => counted.has(day))) {
    return undefined;
  }
  const callsOn = (rollup: PeriodRollup, day: Day) => rollup.byDay().get(day)?.calls ?? 0;
  if (lastDays.some(day => callsOn(current, day) > 0)) return undefined;
  if (!previous || previous.total().calls === 0) return undefined;
  const called = (rollup: PeriodRollup) =>
    rollup.countedDays.filter(day => callsOn(rollup, day) > 0);
  const lastDay = called(current).at(-1) ?? called(previous).at(-1);
  return lastDay && { kind: 'usageStopped', lastDay };
}

function failuresUp(context: InsightContext): Headline | undefined {
  const { current, previous } = context;
  const largest = failureContributions(context)?.find(slice => slice.excessFailedCalls > 0);
  if (!largest || !previous || !isRise(current.total(), previous.total())) return undefined;
  const excess = excessCalls(current.total(), previous.total());
  return {
    kind: 'failuresUp',
    excessFailedCalls: Math.round(excess),
    operation: largest.operation,
    region: largest.region,
    share: Math.min(1, largest.excessFailedCalls / excess),
    since: riseStart(context, largest),
  };
}

function isRise(now: Tally, before: Tally): boolean {
  const rate = failureRate(now);
  const rateBefore = failureRate(before);
  if (rate === null || rateBefore === null) return false;
  return (
    rate >= leastRise * rateBefore &&
    excessCalls(now, before) >= leastExcessCalls &&
    twoProportionZ(now, before) >= leastZ
  );
}

function excessCalls(now: Tally, before: Tally): number {
  return ((failureRate(now) ?? 0) - (failureRate(before) ?? 0)) * validCalls(now);
}

/** How many standard errors two rates lie apart, if they were one. */
function twoProportionZ(now: Tally, before: Tally): number {
  const [valid, validBefore] = [validCalls(now), validCalls(before)];
  const pooled = (now.serviceFaults + before.serviceFaults) / (valid + validBefore);
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / valid + 1 / validBefore));
  const difference = now.serviceFaults / valid - before.serviceFaults / validBefore;
  return error > 0 ? difference / error : 0;
}

/**
 * The day the slice began to fail more than it should: the day after the sum of (faults − expected faults) was lowest,
 * where the expected rate lies between the two periods'.
 */
function riseStart(
  { current, previous }: InsightContext,
  slice: {
    operation: string;
    region: string;
    failureRate: number | null;
    previousFailureRate: number | null;
  },
): Day {
  const before = slice.previousFailureRate ?? failureRate(previous?.total() ?? emptyTally()) ?? 0;
  const expected = (before + (slice.failureRate ?? before)) / 2;
  const byDay = current.byDayOf(slice);
  let since = current.period.from;
  let sum = 0;
  let lowest = 0;
  for (const day of current.countedDays) {
    const tally = byDay.get(day) ?? emptyTally();
    sum += tally.serviceFaults - expected * validCalls(tally);
    if (sum < lowest) {
      lowest = sum;
      since = addDays(day, 1);
    }
  }
  return since > current.period.to ? current.period.to : since;
}

function usageMoved(context: InsightContext): Headline | undefined {
  const { current, previous } = context;
  const { change } = comparedFigure(context, 'calls');
  if (!previous || (change.kind !== 'up' && change.kind !== 'down')) return undefined;
  const direction = change.kind === 'up' ? 1 : -1;
  const [largest] = [...slicesOfBoth(current, previous).values()].sort(
    (a, b) => direction * (b.now.calls - b.before.calls - (a.now.calls - a.before.calls)),
  );
  return {
    kind: change.kind === 'up' ? 'usageUp' : 'usageDown',
    operation: largest.operation,
    region: largest.region,
    share: Math.min(1, (largest.now.calls - largest.before.calls) / change.absolute),
  };
}
