import fc from 'fast-check';
import {
  bucketOf,
  greatestDurationMs,
  leastDurationMs,
  relativeError,
  representativeMs,
  zeroBucket,
} from './durationBuckets';

const duration = fc.double({ min: leastDurationMs, max: greatestDurationMs, noNaN: true });

it('stands within one percent of every duration of a bucket', () => {
  fc.assert(
    fc.property(duration, durationMs => {
      const bucket = bucketOf(durationMs);
      expect(bucket).toBeGreaterThan(zeroBucket);
      const error = Math.abs(representativeMs(bucket ?? NaN) - durationMs) / durationMs;
      expect(error).toBeLessThanOrEqual(relativeError * (1 + 1e-9));
    }),
    { numRuns: 2_000 },
  );
});

it('keeps the order of durations', () => {
  fc.assert(
    fc.property(duration, duration, (a, b) => {
      expect(Math.sign((bucketOf(a) ?? NaN) - (bucketOf(b) ?? NaN)) * Math.sign(a - b)).not.toBe(
        -1,
      );
    }),
  );
});

it('puts zero and negative durations together, and what is no duration nowhere', () => {
  expect([0, -0, -5, 1e-9].map(bucketOf)).toEqual([zeroBucket, zeroBucket, zeroBucket, zeroBucket]);
  expect(representativeMs(zeroBucket)).toBe(0);
  expect([NaN, Infinity, 1e13].map(bucketOf)).toEqual([undefined, undefined, undefined]);
  expect(bucketOf(1)).toBe(0);
});
