import {
  addDays,
  lengthOf,
  type InsightData,
  type Period,
} from 'backstage-plugin-service-insights-common';
import { bucketsOf, wholeBucketOf } from './buckets';
import type { InsightContext } from './InsightContext';
import { retentionTable } from './retentionTable';

type RetentionBody = Omit<InsightData['retention'], 'subject'>;

/** A shorter window would hold no cohort that is a month old. */
const leastWindowDays = 56;

/** Periods of a year and more are cut into months. */
const leastDaysForMonths = 364;

/** The days whose cohorts are followed: twice the period, so that its cohorts have others to be compared with. */
export function retentionWindow(period: Period): Period {
  const days = Math.max(2 * lengthOf(period), leastWindowDays);
  return { from: addDays(period.to, 1 - days), to: period.to };
}

/** How many of those who came stay, by the week or month they came in. */
export function retention(context: InsightContext): RetentionBody {
  const { current, cohortDays, firstSeen, historyStart, definition, filter } = context;
  const interval = lengthOf(current.period) >= leastDaysForMonths ? 'month' : 'week';
  const asked = retentionWindow(current.period);
  const window = { from: asked.from < historyStart ? historyStart : asked.from, to: asked.to };
  const isKnown = definition.customer && filter?.kind !== 'operation' && window.from <= window.to;
  if (!cohortDays || !isKnown) {
    const average = { exact: [], unbounded: [] };
    return { interval, window, intervals: 0, cohorts: [], average };
  }
  const counted = new Set(cohortDays.countedDays);
  // The interval that history begins in counts as whole: there is nothing before it that could be missing.
  const intervals = bucketsOf(window, interval)
    .map(({ at, days }) => ({ ...wholeBucketOf(at, interval), days }))
    .filter(({ from, to }) => to <= window.to && (from >= window.from || from < historyStart));
  const activity = intervals.map(({ from, to, days }) => ({
    active: cohortDays.activeWithin({ from, to }),
    isWhole: days.every(day => counted.has(day)),
  }));
  const indexOf = new Map(intervals.map(({ from }, i) => [from, i]));
  const table = retentionTable(activity, customer => {
    const first = firstSeen.get(customer);
    return first === undefined ? undefined : indexOf.get(wholeBucketOf(first, interval).from);
  });
  return {
    interval,
    window,
    intervals: intervals.length,
    average: table.average,
    cohorts: table.cohorts.map(({ interval: i, size, exact, unbounded }) => ({
      from: intervals[i].from,
      to: intervals[i].to,
      size,
      leftCensored: intervals[i].from <= historyStart,
      exact,
      unbounded,
    })),
  };
}
