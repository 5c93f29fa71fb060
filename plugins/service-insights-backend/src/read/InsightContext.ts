import type {
  ComparisonGround,
  DatasetDefinition,
  Day,
  Figure,
  InsightQuery,
  MetricName,
} from 'backstage-plugin-service-insights-common';
import { describeChange } from 'backstage-plugin-service-insights-common';
import type { FirstSeen } from './customerLifecycle';
import type { DayFilter } from './filterDay';
import type { PeriodRollup } from './PeriodRollup';
import { validCalls } from './Tally';

/** Everything the built-in insights are computed from: plain data, of one question about one entity. */
export type InsightContext = {
  definition: DatasetDefinition;
  current: PeriodRollup;
  /** The period that figures are compared with, if any is. */
  previous: PeriodRollup | undefined;
  /** The period of the same length directly before, which the customers' lifecycle is about. */
  preceding: PeriodRollup;
  firstSeen: FirstSeen;
  /** The first day that is kept. */
  historyStart: Day;
  comparison:
    'none' | 'comparable' | Extract<ComparisonGround, { kind: 'notComparable' }>['reason'];
  /** The most entries a list has. */
  limit: number;
  /** The grain that is asked for. */
  grain: InsightQuery['grain'];
  /** What of the calls is looked at, and so what cannot be known: see {@link filterDay}. */
  filter: DayFilter | undefined;
  /** Whether customers may be called by their names: not when they are few, nor when keys are dropped. */
  mayName: boolean;
  /** The days that cohorts are cut from; nothing unless retention is asked for. */
  cohortDays: PeriodRollup | undefined;
  /** The version that is served, and the day it was made; nothing for the first. */
  newVersion: { version: number; day: Day } | undefined;
};

/** What figures are compared under. */
export function comparisonGround(context: InsightContext): ComparisonGround {
  const { comparison, current, previous } = context;
  if (comparison === 'none' || !previous) return { kind: 'none' };
  if (comparison !== 'comparable') return { kind: 'notComparable', reason: comparison };
  return {
    kind: 'comparable',
    calls: Math.min(validCalls(current.total()), validCalls(previous.total())),
    customers: Math.min(current.active().size, previous.active().size),
  };
}

/**
 * A figure of the period with its comparison.
 *
 * @param measure - takes the figure of either period; null where it has no meaning
 */
export function figure(
  context: InsightContext,
  metric: MetricName,
  measure: (rollup: PeriodRollup) => number | null,
): Figure {
  const value = measure(context.current);
  const previous = context.previous ? measure(context.previous) : null;
  return {
    value,
    previous,
    change: describeChange(metric, value, previous, comparisonGround(context)),
  };
}
