import type { Point } from 'backstage-plugin-service-insights-common';

/**
 * The failure rate of one day: service faults ÷ valid calls, where caller faults are not valid calls.
 *
 * @returns null on a day without data or without valid calls
 */
export function failureRateOf({ calls, callerFaults, serviceFaults }: Point): number | null {
  if (calls === null || serviceFaults === null) return null;
  const validCalls = calls - (callerFaults ?? 0);
  return validCalls > 0 ? serviceFaults / validCalls : null;
}
