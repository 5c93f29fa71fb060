/**
 * How a call ended. `caller_fault`: the caller asked for something it may not have (4xx); `service_fault`: the service
 * failed (5xx, timeout); `throttled`: the caller was told to slow down (429).
 *
 * @public
 */
export const outcomes = ['ok', 'caller_fault', 'service_fault', 'throttled'] as const;

/**
 * One of {@link outcomes}.
 *
 * @public
 */
export type Outcome = (typeof outcomes)[number];
