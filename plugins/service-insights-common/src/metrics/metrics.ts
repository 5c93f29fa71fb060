/**
 * What kind of number a metric is: it decides its unit, how it is compared, and which direction is good.
 *
 * @public
 */
export type MetricKind = {
  /** `count`: whole things; `rate`: a share of one, compared in points; `ratio`: a plain quotient; `ms`: milliseconds. */
  unit: 'count' | 'rate' | 'ratio' | 'ms';
  /** Whether a rise is good, bad, or neither. */
  rise: 'good' | 'bad' | 'neutral';
  /** The least amount, in the metric's unit, that counts as a change. */
  floor: number;
};

/**
 * The metrics by the names the API uses, as `reference` documentation defines them (docs/metrics.md).
 *
 * @public
 */
export const metrics = {
  calls: { unit: 'count', rise: 'neutral', floor: 20 },
  failedCalls: { unit: 'count', rise: 'bad', floor: 20 },
  serviceFaults: { unit: 'count', rise: 'bad', floor: 20 },
  callerFaults: { unit: 'count', rise: 'bad', floor: 20 },
  throttled: { unit: 'count', rise: 'bad', floor: 20 },
  failureRate: { unit: 'rate', rise: 'bad', floor: 0.0005 },
  activeCustomers: { unit: 'count', rise: 'good', floor: 2 },
  newCustomers: { unit: 'count', rise: 'good', floor: 2 },
  returningCustomers: { unit: 'count', rise: 'good', floor: 2 },
  resurrectedCustomers: { unit: 'count', rise: 'good', floor: 2 },
  dormantCustomers: { unit: 'count', rise: 'bad', floor: 2 },
  stickiness: { unit: 'rate', rise: 'good', floor: 0.01 },
  quickRatio: { unit: 'ratio', rise: 'good', floor: 0.1 },
  topCustomerShare: { unit: 'rate', rise: 'neutral', floor: 0.02 },
  p50DurationMs: { unit: 'ms', rise: 'bad', floor: 1 },
  p90DurationMs: { unit: 'ms', rise: 'bad', floor: 1 },
  p95DurationMs: { unit: 'ms', rise: 'bad', floor: 1 },
  p99DurationMs: { unit: 'ms', rise: 'bad', floor: 1 },
} as const satisfies Record<string, MetricKind>;

/**
 * With fewer active customers none of them is named: a name beside a number would say what one customer does.
 *
 * @public
 */
export const leastCustomersForNames = 5;

/**
 * The name of a metric.
 *
 * @public
 */
export type MetricName = keyof typeof metrics;

/**
 * All metric names, in the order they are documented.
 *
 * @public
 */
export const metricNames = Object.keys(metrics) as MetricName[];
