/** A part of the whole in two periods: valid calls, and those of them that failed. */
export type RateSlice = {
  calls: { before: number; now: number };
  failures: { before: number; now: number };
};

/** What a slice does to the rate of the whole, and to its number of failures. */
export type RateEffect = {
  /** Points of the rate, because the slice's own rate changed. */
  rate: number;
  /** Points of the rate, because the slice's share of calls changed. */
  mix: number;
  /** Failures more or less, because of more or fewer calls at the same rate. */
  trafficFailures: number;
  /** Failures more or less, because of another rate at the same calls. */
  rateFailures: number;
};

/**
 * Takes a change of a rate apart, exactly and whatever the order of slices: all `rate` and `mix` add up to the change
 * of the rate, all `trafficFailures` and `rateFailures` to the change of the failures. A slice that is new or gone has
 * no rate of its own in one period: it is taken to have had the one of the other.
 */
export function rateEffects(slices: readonly RateSlice[]): RateEffect[] {
  const total = (pick: (slice: RateSlice) => number) =>
    slices.reduce((sum, slice) => sum + pick(slice), 0);
  const callsBefore = total(slice => slice.calls.before);
  const callsNow = total(slice => slice.calls.now);
  const rateBefore =
    quotient(
      total(slice => slice.failures.before),
      callsBefore,
    ) ?? 0;
  const rateNow =
    quotient(
      total(slice => slice.failures.now),
      callsNow,
    ) ?? 0;
  return slices.map(({ calls, failures }) => {
    const ownBefore = quotient(failures.before, calls.before);
    const ownNow = quotient(failures.now, calls.now);
    const before = ownBefore ?? ownNow ?? 0;
    const now = ownNow ?? before;
    const weightBefore = quotient(calls.before, callsBefore) ?? 0;
    const weightNow = quotient(calls.now, callsNow) ?? 0;
    const averageRate = (before + now) / 2;
    return {
      rate: ((weightBefore + weightNow) / 2) * (now - before),
      mix: (weightNow - weightBefore) * (averageRate - (rateBefore + rateNow) / 2),
      trafficFailures: averageRate * (calls.now - calls.before),
      rateFailures: ((calls.before + calls.now) / 2) * (now - before),
    };
  });
}

function quotient(count: number, of: number): number | undefined {
  return of > 0 ? count / of : undefined;
}
