import type { Outcome } from 'backstage-plugin-service-insights-common';

/** Calls by how they ended. */
export type Tally = {
  calls: number;
  serviceFaults: number;
  callerFaults: number;
  throttled: number;
};

/** A tally of nothing. */
export function emptyTally(): Tally {
  return { calls: 0, serviceFaults: 0, callerFaults: 0, throttled: 0 };
}

/** Counts calls of one outcome into a tally. */
export function addCalls(tally: Tally, outcome: Outcome, calls: number): void {
  tally.calls += calls;
  if (outcome === 'service_fault') tally.serviceFaults += calls;
  else if (outcome === 'caller_fault') tally.callerFaults += calls;
  else if (outcome === 'throttled') tally.throttled += calls;
}

/** Calls that can say something about the service: all but those the caller got wrong. */
export function validCalls(tally: Tally): number {
  return tally.calls - tally.callerFaults;
}

/** Calls that did not end well, whoever was at fault. */
export function failedCalls(tally: Tally): number {
  return tally.serviceFaults + tally.callerFaults + tally.throttled;
}

/**
 * Service faults ÷ valid calls.
 *
 * @returns null without a valid call: a rate of nothing is no rate
 */
export function failureRate(tally: Tally): number | null {
  const valid = validCalls(tally);
  return valid > 0 ? tally.serviceFaults / valid : null;
}

/** The tally of several tallies. */
export function sumOfTallies(tallies: Iterable<Tally>): Tally {
  const sum = emptyTally();
  for (const tally of tallies) {
    sum.calls += tally.calls;
    sum.serviceFaults += tally.serviceFaults;
    sum.callerFaults += tally.callerFaults;
    sum.throttled += tally.throttled;
  }
  return sum;
}
