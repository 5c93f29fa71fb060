import type { Change } from '../api/change';
import { metrics, type MetricName } from './metrics';

/** The least calls, and the least customers, that a rate or ratio may rest on. */
const leastCalls = 50;
const leastCustomers = 5;

/**
 * What a figure is compared under.
 *
 * @public
 */
export type ComparisonGround =
  | { kind: 'none' }
  | { kind: 'notComparable'; reason: Extract<Change, { kind: 'notComparable' }>['reason'] }
  | {
      kind: 'comparable';
      /** Valid calls of the smaller of the two periods: what a rate rests on. */
      calls: number;
      /** Active customers of the smaller of the two periods. */
      customers: number;
    };

/**
 * Says how a metric moved. A change needs a share (5 %) and an amount (the metric's floor), so that neither a percent
 * of little nor a sliver of much is called one.
 *
 * @param metric - which rule applies
 * @param value - the period's figure; null where it has no meaning
 * @param previous - the figure of the period compared with
 * @param ground - whether the two can be compared at all
 * @public
 */
export function describeChange(
  metric: MetricName,
  value: number | null,
  previous: number | null,
  ground: ComparisonGround,
): Change {
  if (ground.kind !== 'comparable') return ground;
  if (value === null || previous === null) return { kind: 'none' };
  const { unit, floor } = metrics[metric];
  const absolute = value - previous;
  if (unit === 'count') {
    if (previous === 0 && value > 0) return { kind: 'new', absolute };
    if (value === 0 && previous > 0) return { kind: 'stopped', absolute };
  } else if (isLowVolume(metric, ground)) {
    return { kind: 'lowVolume' };
  }
  const relative = previous === 0 ? null : absolute / previous;
  if (Math.abs(absolute) < floor || (relative !== null && Math.abs(relative) < 0.05)) {
    return { kind: 'same' };
  }
  return {
    kind: absolute > 0 ? 'up' : 'down',
    absolute,
    relative: unit === 'rate' ? null : relative,
  };
}

function isLowVolume(
  metric: MetricName,
  ground: Extract<ComparisonGround, { kind: 'comparable' }>,
): boolean {
  const restsOnCustomers = metric === 'stickiness' || metric === 'quickRatio';
  return restsOnCustomers ? ground.customers < leastCustomers : ground.calls < leastCalls;
}
