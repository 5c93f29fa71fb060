import fc from 'fast-check';
import { bucketOf, relativeError, representativeMs } from '../publish/durationBuckets';
import { mergedPercentile } from './mergedPercentile';

function bucketed(durations: readonly number[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const durationMs of durations) {
    const bucket = bucketOf(durationMs) ?? NaN;
    counts.set(bucket, (counts.get(bucket) ?? 0) + 1);
  }
  return counts;
}

/** `percentile_cont` of SQL. */
function percentileCont(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const rank = share * (sorted.length - 1);
  const below = sorted[Math.floor(rank)];
  return below + (sorted[Math.ceil(rank)] - below) * (rank - Math.floor(rank));
}

const durations = fc.array(fc.double({ min: 0.01, max: 60_000, noNaN: true }), {
  minLength: 1,
  maxLength: 200,
});
const share = fc.constantFrom(0, 0.5, 0.9, 0.95, 0.99, 1);

it('is percentile_cont of what the buckets stand for', () => {
  fc.assert(
    fc.property(durations, share, (values, p) => {
      const representatives = values.map(value => representativeMs(bucketOf(value) ?? NaN));
      const expected = percentileCont(representatives, p);
      expect(mergedPercentile(bucketed(values), p)).toBeCloseTo(expected, 6);
    }),
  );
});

it('lies within the stated error of the true percentile', () => {
  fc.assert(
    fc.property(durations, share, (values, p) => {
      const truth = percentileCont(values, p);
      const read = mergedPercentile(bucketed(values), p) ?? NaN;
      expect(Math.abs(read - truth)).toBeLessThanOrEqual(truth * relativeError * (1 + 1e-9));
    }),
  );
});

it('says nothing of no durations', () => {
  expect(mergedPercentile(new Map(), 0.5)).toBeNull();
});
