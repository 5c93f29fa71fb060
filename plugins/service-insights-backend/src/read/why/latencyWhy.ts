import type { Day, LatencyWhy } from 'backstage-plugin-service-insights-common';
import type { InsightContext } from '../InsightContext';
import type { BucketCounts } from '../mergedPercentile';
import type { PeriodRollup } from '../PeriodRollup';
import { associatedCause, belongsTo, bestCauses, standingOut } from './associatedCause';
import type { Cause, Segment } from './Cause';
import { changeStart } from './changeStart';
import { comparedPeriods, placeDimensions } from './comparedPeriods';
import { oneElementFirst } from './oneElementFirst';

/** So many calls in a hundred were slow before, by what is called slow. */
const slowShare = 0.05;

/** A slice's own share counts as if it rested on so many calls more at the share of all. */
const priorCalls = 20;

/** With fewer timed calls than this before, a slice has no limit of its own. */
const leastTimedCalls = 50;

type Slice = { operation: string; region: string; limit: number; now: number; slow: number };
type Slowness = { segments: (Segment & { slice: Slice })[]; slow: number; expected: number };

/**
 * Why calls became slower or faster: where more calls than before are slow, which means longer than 95 % of the calls
 * of the same operation and region were before.
 *
 * @returns null when the two periods cannot be compared
 */
export function latencyWhy(context: InsightContext): LatencyWhy | null {
  const slowness = slownessOf(context);
  if (!slowness) return null;
  return {
    slowCalls: slowness.slow,
    expectedSlowCalls: slowness.expected,
    causes: causesOf(context, slowness).map(cause =>
      associatedCause(cause, slownessSince(context, slowness, cause)),
    ),
  };
}

function causesOf(context: InsightContext, { segments }: Slowness): Cause[] {
  return bestCauses(standingOut(oneElementFirst(segments, placeDimensions(context))));
}

function slownessOf(context: InsightContext): Slowness | undefined {
  const periods = comparedPeriods(context);
  if (!periods || context.filter?.kind === 'customer') return undefined;
  const [now, before] = [bySlice(periods.current), bySlice(periods.previous)];
  const all = periods.previous.durations();
  if (countOf(all) === 0 || now.size === 0) return undefined;
  const limitOfAll = limitOf(all);
  const shareOfAll = slowIn(all, limitOfAll) / countOf(all);
  const segments = [...now].map(([key, counts]) => {
    const [operation, region]: [string, string] = JSON.parse(key);
    const own = before.get(key);
    const known = own && countOf(own) >= leastTimedCalls ? own : undefined;
    const limit = known ? limitOf(known) : limitOfAll;
    const slowBefore = known ? slowIn(known, limit) : 0;
    const share =
      (slowBefore + priorCalls * shareOfAll) / ((known ? countOf(known) : 0) + priorCalls);
    const slow = slowIn(counts, limit);
    const slice: Slice = { operation, region, limit, now: countOf(counts), slow };
    return { slice, values: { operation, region }, before: slice.now * share, now: slow };
  });
  return {
    segments,
    slow: segments.reduce((sum, one) => sum + one.now, 0),
    expected: segments.reduce((sum, one) => sum + one.before, 0),
  };
}

/** The day a cause's calls began to be slow more, or less, often. */
export function slownessSince(
  { current }: InsightContext,
  { segments }: Slowness,
  cause: Cause,
): Day | undefined {
  const belongs = belongsTo(cause);
  const limits = new Map(
    segments
      .filter(({ slice }) => belongs({ ...slice, error: '' }))
      .map(({ values, slice }) => [sliceKey(values.operation, values.region), slice.limit]),
  );
  const calls = segments
    .filter(({ slice }) => belongs({ ...slice, error: '' }))
    .reduce((sum, { slice }) => sum + slice.now, 0);
  const usual = (cause.before + cause.now) / 2 / Math.max(1, calls);
  const direction = cause.now >= cause.before ? 1 : -1;
  const beyond = new Map<string, number>();
  const byDay = current.durationsBy((day, operation) =>
    JSON.stringify([day.day, operation, day.region]),
  );
  for (const [key, counts] of byDay) {
    const [day, operation, region]: [string, string, string] = JSON.parse(key);
    const limit = limits.get(sliceKey(operation, region));
    if (limit === undefined) continue;
    const excess = slowIn(counts, limit) - usual * countOf(counts);
    beyond.set(day, (beyond.get(day) ?? 0) + direction * excess);
  }
  return changeStart(current.countedDays, day => beyond.get(day) ?? 0);
}

function bySlice(rollup: PeriodRollup): ReadonlyMap<string, BucketCounts> {
  return rollup.durationsBy((day, operation) => sliceKey(operation, day.region));
}

function sliceKey(operation: string, region: string): string {
  return JSON.stringify([operation, region]);
}

/** The bucket above which 5 % lie, or fewer. */
function limitOf(counts: BucketCounts): number {
  const buckets = [...counts].sort(([a], [b]) => a - b);
  const rank = (1 - slowShare) * countOf(counts);
  let seen = 0;
  for (const [bucket, calls] of buckets) {
    seen += calls;
    if (seen >= rank) return bucket;
  }
  return Infinity;
}

function slowIn(counts: BucketCounts, limit: number): number {
  let slow = 0;
  for (const [bucket, calls] of counts) if (bucket > limit) slow += calls;
  return slow;
}

function countOf(counts: BucketCounts): number {
  let count = 0;
  for (const calls of counts.values()) count += calls;
  return count;
}
