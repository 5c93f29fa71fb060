/**
 * Durations are kept in logarithmic buckets (as DDSketch has them): bucket `i` holds what lies in (gamma^(i-1), gamma^i]
 * milliseconds, so that a percentile read from merged buckets is off by at most {@link relativeError}, whatever the
 * period. The compiled rollup computes the same index in SQL: {@link bucketOf} is its twin and must stay it.
 */

/** How far a percentile read from buckets can be from the true one, as a share of it. */
export const relativeError = 0.01;

/** The quotient of a bucket's bounds: 1.01 / 0.99. */
export const gamma = (1 + relativeError) / (1 - relativeError);

/** The width of a bucket on the logarithmic scale; the SQL holds this number digit by digit. */
export const logGamma = Math.log(gamma);

/** Durations below this (one nanosecond), zero and negative ones count as none, in a bucket of their own. */
export const leastDurationMs = 1e-6;

/** Longer ones (31 years) are no durations, as infinity and NaN are none. */
export const greatestDurationMs = 1e12;

/** The bucket of zero and negative durations. It lies below every other bucket, so that buckets stay in order. */
export const zeroBucket = -1_000;

/**
 * The bucket a duration falls into.
 *
 * @param durationMs - milliseconds
 * @returns nothing for what is no duration
 */
export function bucketOf(durationMs: number): number | undefined {
  if (durationMs < leastDurationMs) return zeroBucket;
  if (durationMs > greatestDurationMs || Number.isNaN(durationMs)) return undefined;
  return Math.ceil(Math.log(durationMs) / logGamma) + 0; // + 0: no negative zero
}

/**
 * The duration that stands for all of a bucket: within {@link relativeError} of each of them.
 *
 * @returns milliseconds
 */
export function representativeMs(bucket: number): number {
  if (bucket === zeroBucket) return 0;
  return (2 * gamma ** bucket) / (gamma + 1);
}
