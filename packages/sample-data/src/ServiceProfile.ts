/**
 * How one operation of a service behaves on an ordinary day.
 *
 * @public
 */
export type OperationProfile = {
  name: string;
  /** Share of the service's direct calls; 0 for operations that only other operations call. */
  share: number;
  medianMs: number;
  /** Shares of calls that end so. */
  serviceFaults: number;
  callerFaults: number;
  bytes: number;
  /** What the service calls on behalf of the same request, when the call went well. */
  then?: readonly { service: string; operation: string; share: number }[];
  /** Whether each call injects a fault of some kind. */
  injectsFault?: boolean;
};

/**
 * Who calls a service: a share of all customers, or nobody but the team's own monitor.
 *
 * @public
 */
export type Audience =
  | { kind: 'customers'; share: number }
  | { kind: 'monitor'; customer: string; trials: number; launchedDaysBefore: number };

/**
 * One service that writes a log.
 *
 * @public
 */
export type ServiceProfile = {
  name: string;
  majorVersion: number;
  /** Direct calls on a weekday at the start of the story. */
  callsPerDay: number;
  /** Calls on a Saturday or Sunday, relative to a weekday. */
  weekend: number;
  /** Calls per customer after a hundred days, relative to the start: 1 for no growth. */
  growth: number;
  audience: Audience;
  operations: readonly OperationProfile[];
};
