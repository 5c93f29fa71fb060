import {
  describeChange,
  type Figure,
  type InsightData,
  type LatencyPoint,
} from 'backstage-plugin-service-insights-common';
import { bucketsOf, dayGrainOf, type Bucket } from './buckets';
import { comparedFigure } from './figures';
import { comparisonGround, type InsightContext } from './InsightContext';
import { mergedPercentile, type BucketCounts } from './mergedPercentile';
import type { PeriodRollup } from './PeriodRollup';
import { comparedDays } from './series';
import { compareText } from './usage';
import { latencyWhy } from './why/latencyWhy';

type Latency = Omit<InsightData['latency'], 'subject'>;
type Slice = Latency['operations'][number];
type KeyOf = Parameters<PeriodRollup['durationsBy']>[0];

const nothing: BucketCounts = new Map();

/** How long calls take: percentiles of merged histograms, by time, operation and region. */
export function latency(context: InsightContext): Latency {
  const { current, definition } = context;
  const grain = dayGrainOf(current.period, context.grain);
  return {
    timedCalls: countOf(current.durations()),
    p50DurationMs: comparedFigure(context, 'p50DurationMs'),
    p90DurationMs: comparedFigure(context, 'p90DurationMs'),
    p95DurationMs: comparedFigure(context, 'p95DurationMs'),
    p99DurationMs: comparedFigure(context, 'p99DurationMs'),
    grain,
    series: latencySeries(context, bucketsOf(current.period, grain)),
    operations: definition.operation ? slices(context, (_, operation) => operation) : [],
    regions: definition.region ? slices(context, ({ region }) => region) : [],
    why: latencyWhy(context),
  };
}

function latencySeries(context: InsightContext, buckets: readonly Bucket[]): LatencyPoint[] {
  const { current, filter } = context;
  const counted = new Set<string>(current.countedDays);
  const byDay = current.durationsBy(({ day }) => day);
  const byDayBefore = context.previous?.durationsBy(({ day }) => day);
  return buckets.map(bucket => {
    const present = bucket.days.filter(day => counted.has(day));
    const counts = merged(present.map(day => byDay.get(day) ?? nothing));
    const compared = comparedDays(context, bucket);
    const before = merged((compared?.days ?? []).map(day => byDayBefore?.get(day) ?? nothing));
    return {
      at: bucket.at,
      unfinished: bucket.unfinished,
      missingDays: bucket.days.length - present.length,
      timedCalls: present.length > 0 && filter?.kind !== 'customer' ? countOf(counts) : null,
      p50DurationMs: mergedPercentile(counts, 0.5),
      p90DurationMs: mergedPercentile(counts, 0.9),
      p95DurationMs: mergedPercentile(counts, 0.95),
      p99DurationMs: mergedPercentile(counts, 0.99),
      previousP95DurationMs: mergedPercentile(before, 0.95),
    };
  });
}

/** The most called names, each compared on its own ground. */
function slices(context: InsightContext, keyOf: KeyOf): Slice[] {
  const now = context.current.durationsBy(keyOf);
  const before = context.previous?.durationsBy(keyOf);
  return [...now]
    .map(([name, counts]) => ({ name, timedCalls: countOf(counts), counts }))
    .sort((a, b) => b.timedCalls - a.timedCalls || compareText(a.name, b.name))
    .slice(0, context.limit)
    .map(({ name, timedCalls, counts }) => ({
      name,
      timedCalls,
      ...percentiles(context, counts, before?.get(name) ?? nothing),
    }));
}

function percentiles(context: InsightContext, now: BucketCounts, before: BucketCounts) {
  const ground = comparisonGround(context);
  const own =
    ground.kind === 'comparable'
      ? { ...ground, calls: Math.min(countOf(now), countOf(before)) }
      : ground;
  const figureOf = (
    metric: 'p50DurationMs' | 'p90DurationMs' | 'p95DurationMs' | 'p99DurationMs',
    share: number,
  ): Figure => {
    const value = mergedPercentile(now, share);
    const previous = context.previous ? mergedPercentile(before, share) : null;
    return { value, previous, change: describeChange(metric, value, previous, own) };
  };
  return {
    p50DurationMs: figureOf('p50DurationMs', 0.5),
    p90DurationMs: figureOf('p90DurationMs', 0.9),
    p95DurationMs: figureOf('p95DurationMs', 0.95),
    p99DurationMs: figureOf('p99DurationMs', 0.99),
  };
}

function merged(histograms: readonly BucketCounts[]): BucketCounts {
  const sum = new Map<number, number>();
  for (const histogram of histograms) {
    for (const [bucket, calls] of histogram) sum.set(bucket, (sum.get(bucket) ?? 0) + calls);
  }
  return sum;
}

function countOf(counts: BucketCounts): number {
  let count = 0;
  for (const calls of counts.values()) count += calls;
  return count;
}
