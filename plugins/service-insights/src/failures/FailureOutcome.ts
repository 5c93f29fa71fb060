import type { MetricName, Outcome } from 'backstage-plugin-service-insights-common';

/** The outcomes that are failures, the service's own first. */
export const failureOutcomes = [
  'service_fault',
  'caller_fault',
  'throttled',
] as const satisfies Outcome[];

/** One of {@link failureOutcomes}. */
export type FailureOutcome = (typeof failureOutcomes)[number];

/** An outcome as a failure; nothing where it is none. */
export function failureOf(name: unknown): FailureOutcome | undefined {
  return failureOutcomes.find(outcome => outcome === name);
}

/** What counts the calls that ended so. */
export const metricOf = {
  service_fault: 'serviceFaults',
  caller_fault: 'callerFaults',
  throttled: 'throttled',
} as const satisfies Record<FailureOutcome, MetricName>;
