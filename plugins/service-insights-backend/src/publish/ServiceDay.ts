import type { Day, Outcome } from 'backstage-plugin-service-insights-common';

/**
 * What is kept of one service, region and day: everything the built-in insights need, and nothing else.
 */
export type ServiceDay = {
  service: string;
  region: string;
  day: Day;
  /** Calls and the dataset's own measures, by operation, outcome and error; '' where the dataset binds none. */
  cells: ServiceDayCell[];
  /** Everyone who called, by ascending id. */
  customers: CustomerActivity[];
  /** How long calls took, per operation, in logarithmic buckets (see `durationBuckets.ts`). */
  durations: DurationHistogram[];
  /** Calls by hour of the UTC day. */
  hours: { hour: number; outcome: Outcome; calls: number }[];
};

export type ServiceDayCell = {
  operation: string;
  outcome: Outcome;
  error: string;
  calls: number;
  /** In the order of the definition's `measures`; null where a minimum or maximum has no value. */
  measures: (number | null)[];
};

/** One customer's day. `id` is the interned key in `customers`. */
export type CustomerActivity = {
  id: number;
  calls: number;
  /** Of `calls`, those that did not end well, caller faults included. */
  failedCalls: number;
  /** Of `failedCalls`, the caller's own. */
  callerFaults: number;
};

export type DurationHistogram = {
  operation: string;
  /** Bucket and the number of calls in it, by ascending bucket. */
  buckets: [bucket: number, calls: number][];
};
