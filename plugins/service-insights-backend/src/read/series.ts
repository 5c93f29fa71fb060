import {
  addDays,
  daysFrom,
  eachDay,
  lengthOf,
  type Day,
  type Point,
} from 'backstage-plugin-service-insights-common';
import type { InsightContext } from './InsightContext';
import type { PeriodRollup } from './PeriodRollup';
import { emptyTally, failureRate, type Tally } from './Tally';

/** How fine a series is. */
export type Grain = 'hour' | 'day';

const hoursOfDay = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, '0'));

/** Periods of at most three days are drawn by the hour. */
export function grainOf(context: InsightContext): Grain {
  return lengthOf(context.current.period) <= 3 ? 'hour' : 'day';
}

/**
 * The period point by point. A day without data is a point of nulls: a gap, never a zero.
 */
export function series(context: InsightContext, grain: Grain): Point[] {
  const { current, previous } = context;
  const present = new Set(current.countedDays);
  const presentBefore = new Set(previous?.countedDays);
  const shift = previous ? daysFrom(current.period.from, previous.period.from) : 0;
  return eachDay(current.period.from, current.period.to).flatMap(day => {
    const dayBefore = addDays(day, shift);
    const isPresent = present.has(day);
    const before = presentBefore.has(dayBefore) ? previous : undefined;
    return grain === 'day'
      ? [dayPoint(context, day, dayBefore, isPresent, before)]
      : hoursOfDay.map(hour =>
          point(`${day}T${hour}`, {
            now: isPresent ? (current.byHour().get(`${day}T${hour}`) ?? emptyTally()) : undefined,
            before: before && (before.byHour().get(`${dayBefore}T${hour}`) ?? emptyTally()),
          }),
        );
  });
}

function dayPoint(
  context: InsightContext,
  day: Day,
  dayBefore: Day,
  isPresent: boolean,
  before: PeriodRollup | undefined,
): Point {
  const { current, definition } = context;
  const activeOn = (rollup: PeriodRollup, on: Day) =>
    definition.customer ? (rollup.activeByDay().get(on)?.size ?? 0) : null;
  return {
    ...point(day, {
      now: isPresent ? (current.byDay().get(day) ?? emptyTally()) : undefined,
      before: before && (before.byDay().get(dayBefore) ?? emptyTally()),
    }),
    activeCustomers: isPresent ? activeOn(current, day) : null,
    previousActiveCustomers: before ? activeOn(before, dayBefore) : null,
  };
}

function point(at: string, tallies: { now: Tally | undefined; before: Tally | undefined }): Point {
  const { now, before } = tallies;
  return {
    at,
    calls: now?.calls ?? null,
    previousCalls: before?.calls ?? null,
    activeCustomers: null,
    previousActiveCustomers: null,
    serviceFaults: now?.serviceFaults ?? null,
    callerFaults: now?.callerFaults ?? null,
    throttled: now?.throttled ?? null,
    previousFailureRate: before ? failureRate(before) : null,
  };
}
