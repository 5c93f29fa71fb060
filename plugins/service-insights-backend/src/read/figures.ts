import type { Figure, MetricName } from 'backstage-plugin-service-insights-common';
import { customerLifecycle, quickRatio, type CustomerLifecycle } from './customerLifecycle';
import { figure, type InsightContext } from './InsightContext';
import { mergedPercentile } from './mergedPercentile';
import type { PeriodRollup } from './PeriodRollup';
import { failedCalls, failureRate } from './Tally';

type Measure = (rollup: PeriodRollup, context: InsightContext) => number | null;

/** Metrics that one period tells by itself, so that they can be compared. */
const ofOnePeriod = {
  calls: rollup => rollup.total().calls,
  failedCalls: ofOutcome(rollup => failedCalls(rollup.total())),
  serviceFaults: ofFault(rollup => rollup.total().serviceFaults),
  callerFaults: ofOutcome(rollup => rollup.total().callerFaults),
  throttled: ofFault(rollup => rollup.total().throttled),
  failureRate: ofFault(rollup => failureRate(rollup.total())),
  activeCustomers: ofCustomer(rollup => rollup.active().size),
  newCustomers: ofCustomer((rollup, { firstSeen }) => {
    const { from, to } = rollup.period;
    return count(rollup.active(), id => isWithin(firstSeen.get(id), from, to));
  }),
  stickiness: ofCustomer(stickiness),
  topCustomerShare: ofCustomer((rollup, { filter }) => (filter ? null : topCustomerShare(rollup))),
  p50DurationMs: rollup => mergedPercentile(rollup.durations(), 0.5),
  p90DurationMs: rollup => mergedPercentile(rollup.durations(), 0.9),
  p95DurationMs: rollup => mergedPercentile(rollup.durations(), 0.95),
  p99DurationMs: rollup => mergedPercentile(rollup.durations(), 0.99),
} satisfies Partial<Record<MetricName, Measure>>;

/** Metrics that already are about two periods: they stand alone. */
const ofTwoPeriods = {
  returningCustomers: lifecycle => lifecycle.returning.length,
  resurrectedCustomers: lifecycle => lifecycle.resurrected.length,
  dormantCustomers: lifecycle => lifecycle.dormant.length,
  quickRatio,
} satisfies Partial<Record<MetricName, (lifecycle: CustomerLifecycle) => number | null>>;

/** A metric of one period, with its comparison. */
export function comparedFigure(context: InsightContext, metric: keyof typeof ofOnePeriod): Figure {
  const measure: Measure = ofOnePeriod[metric];
  return figure(context, metric, rollup => measure(rollup, context));
}

/** A metric of the customers' lifecycle. */
export function lifecycleFigure(
  metric: keyof typeof ofTwoPeriods,
  lifecycle: CustomerLifecycle | undefined,
): Figure {
  const value = lifecycle ? ofTwoPeriods[metric](lifecycle) : null;
  return { value, previous: null, change: { kind: 'none' } };
}

/** What became of the customers; nothing where the dataset does not say who called. */
export function lifecycleOf(context: InsightContext): CustomerLifecycle | undefined {
  const { current, preceding, firstSeen, definition } = context;
  if (!definition.customer || context.filter?.kind === 'operation') return undefined;
  return customerLifecycle(current.period, current.active(), preceding.active(), firstSeen);
}

/** Every metric by its name. */
export function allFigures(context: InsightContext): Record<MetricName, Figure> {
  const lifecycle = lifecycleOf(context);
  const compared = (metric: keyof typeof ofOnePeriod) => comparedFigure(context, metric);
  const alone = (metric: keyof typeof ofTwoPeriods) => lifecycleFigure(metric, lifecycle);
  return {
    calls: compared('calls'),
    failedCalls: compared('failedCalls'),
    serviceFaults: compared('serviceFaults'),
    callerFaults: compared('callerFaults'),
    throttled: compared('throttled'),
    failureRate: compared('failureRate'),
    activeCustomers: compared('activeCustomers'),
    newCustomers: compared('newCustomers'),
    returningCustomers: alone('returningCustomers'),
    resurrectedCustomers: alone('resurrectedCustomers'),
    dormantCustomers: alone('dormantCustomers'),
    stickiness: compared('stickiness'),
    quickRatio: alone('quickRatio'),
    topCustomerShare: compared('topCustomerShare'),
    p50DurationMs: compared('p50DurationMs'),
    p90DurationMs: compared('p90DurationMs'),
    p95DurationMs: compared('p95DurationMs'),
    p99DurationMs: compared('p99DurationMs'),
  };
}

/** Mean daily active customers ÷ active customers of the period. */
function stickiness(rollup: PeriodRollup): number | null {
  if (rollup.active().size === 0) return null;
  let activeDays = 0;
  for (const customers of rollup.activeByDay().values()) activeDays += customers.size;
  return activeDays / rollup.countedDays.length / rollup.active().size;
}

/** The calls of the one customer who calls most ÷ all calls. */
function topCustomerShare(rollup: PeriodRollup): number | null {
  const { calls } = rollup.total();
  if (calls === 0) return null;
  let most = 0;
  for (const callsOfOne of rollup.callsByCustomer().values()) most = Math.max(most, callsOfOne);
  return most / calls;
}

function ofCustomer(measure: Measure): Measure {
  return (rollup, context) =>
    context.definition.customer && context.filter?.kind !== 'operation'
      ? measure(rollup, context)
      : null;
}

function ofOutcome(measure: Measure): Measure {
  return (rollup, context) => (context.definition.outcome ? measure(rollup, context) : null);
}

function count<T>(items: Iterable<T>, test: (item: T) => boolean): number {
  let found = 0;
  for (const item of items) if (test(item)) found += 1;
  return found;
}

function isWithin(day: string | undefined, from: string, to: string): boolean {
  return day !== undefined && day >= from && day <= to;
}

/** Which of a customer's failed calls were the service's fault is not kept. */
function ofFault(measure: Measure): Measure {
  return ofOutcome((rollup, context) =>
    context.filter?.kind === 'customer' ? null : measure(rollup, context),
  );
}
