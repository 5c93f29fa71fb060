import { representativeMs } from '../publish/durationBuckets';

/** A number of durations by their bucket. */
export type BucketCounts = ReadonlyMap<number, number>;

/**
 * A percentile of durations that were counted in buckets, interpolated between the two nearest ranks as SQL's
 * `percentile_cont` does. Histograms are merged by adding counts; percentiles are never averaged.
 *
 * @param counts - how many durations lie in which bucket
 * @param share - 0.95 for the 95th percentile
 * @returns milliseconds; null where nothing was counted
 */
export function mergedPercentile(counts: BucketCounts, share: number): number | null {
  const buckets = [...counts].filter(([, count]) => count > 0).sort(([a], [b]) => a - b);
  const total = buckets.reduce((sum, [, count]) => sum + count, 0);
  if (total === 0) return null;
  const rank = share * (total - 1);
  const below = durationAt(buckets, Math.floor(rank));
  const above = durationAt(buckets, Math.ceil(rank));
  return below + (above - below) * (rank - Math.floor(rank));
}

function durationAt(buckets: readonly (readonly [number, number])[], rank: number): number {
  let seen = 0;
  for (const [bucket, count] of buckets) {
    seen += count;
    if (rank < seen) return representativeMs(bucket);
  }
  return NaN;
}
