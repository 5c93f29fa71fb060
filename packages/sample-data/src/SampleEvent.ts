import type { Day, Outcome } from 'backstage-plugin-service-insights-common';

/**
 * One call of a service, and how its record reached the lake.
 *
 * @public
 */
export type SampleEvent = {
  eventId: string;
  /** Milliseconds since 1970. */
  atMs: number;
  /** The UTC day of `atMs`. */
  day: Day;
  service: string;
  region: string;
  customer: string;
  operation: string;
  outcome: Outcome;
  httpStatus: number;
  error: string | undefined;
  /** The fault that was injected, for operations that inject one. */
  faultKind: string | undefined;
  durationMs: number;
  traceId: string;
  appVersion: string;
  bytes: number;
  /** The days after its own on which its record is delivered: one entry, or two for a duplicate. */
  deliveredAfterDays: readonly number[];
};
