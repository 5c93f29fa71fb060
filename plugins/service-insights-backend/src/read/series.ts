import {
  addDays,
  daysFrom,
  eachDay,
  lengthOf,
  type Day,
  type Grain,
  type Point,
} from 'backstage-plugin-service-insights-common';
import { bucketsOf, dayGrainOf, type Bucket } from './buckets';
import type { InsightContext } from './InsightContext';
import type { PeriodRollup } from './PeriodRollup';
import { emptyTally, failedCalls, failureRate, sumOfTallies, type Tally } from './Tally';

const hoursOfDay = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, '0'));

/** Periods of at most three days are drawn by the hour, unless something is asked that hours do not know. */
export function grainOf(context: InsightContext): Grain {
  const { current, filter, grain } = context;
  const isByHour = lengthOf(current.period) <= 3 && !filter && grain === undefined;
  return isByHour ? 'hour' : dayGrainOf(current.period, grain);
}

/**
 * The period point by point. A time without data is a point of nulls: a gap, never a zero.
 */
export function series(context: InsightContext, grain: Grain): Point[] {
  const { period } = context.current;
  return grain === 'hour'
    ? hourSeries(context)
    : bucketsOf(period, grain).map(bucket => bucketPoint(context, bucket));
}

/**
 * The days a bucket is compared with, which are shifted as the whole period is.
 *
 * @returns nothing when any of them lacks data
 */
export function comparedDays({ current, previous }: InsightContext, { days }: Bucket) {
  if (!previous) return undefined;
  const shift = daysFrom(current.period.from, previous.period.from);
  const shifted = days.map(day => addDays(day, shift));
  const present = new Set(previous.countedDays);
  return shifted.every(day => present.has(day)) ? { rollup: previous, days: shifted } : undefined;
}

function bucketPoint(context: InsightContext, bucket: Bucket): Point {
  const { current, definition, filter } = context;
  const counted = new Set(current.countedDays);
  const present = bucket.days.filter(day => counted.has(day));
  const compared = comparedDays(context, bucket);
  const knowsCustomers = definition.customer !== undefined && filter?.kind !== 'operation';
  const activeOn = (rollup: PeriodRollup, days: readonly Day[]) => {
    const active = rollup.activeByDay();
    if (!knowsCustomers) return null;
    if (days.length === 1) return active.get(days[0])?.size ?? 0;
    return new Set(days.flatMap(day => [...(active.get(day) ?? [])])).size;
  };
  const tallyOn = (rollup: PeriodRollup, days: readonly Day[]) =>
    sumOfTallies(days.flatMap(day => rollup.byDay().get(day) ?? []));
  return {
    ...point(context, {
      now: present.length > 0 ? tallyOn(current, present) : undefined,
      before: compared && tallyOn(compared.rollup, compared.days),
    }),
    at: bucket.at,
    unfinished: bucket.unfinished,
    missingDays: bucket.days.length - present.length,
    activeCustomers: present.length > 0 ? activeOn(current, present) : null,
    previousActiveCustomers: compared ? activeOn(compared.rollup, compared.days) : null,
  };
}

function hourSeries(context: InsightContext): Point[] {
  const { current } = context;
  const counted = new Set(current.countedDays);
  return eachDay(current.period.from, current.period.to).flatMap(day => {
    const compared = comparedDays(context, { at: day, days: [day], unfinished: false });
    return hoursOfDay.map(hour => ({
      ...point(context, {
        now: counted.has(day)
          ? (current.byHour().get(`${day}T${hour}`) ?? emptyTally())
          : undefined,
        before:
          compared && (compared.rollup.byHour().get(`${compared.days[0]}T${hour}`) ?? emptyTally()),
      }),
      at: `${day}T${hour}`,
      missingDays: counted.has(day) ? 0 : 1,
    }));
  });
}

function point(
  { filter }: InsightContext,
  { now, before }: { now: Tally | undefined; before: Tally | undefined },
): Point {
  const knowsOutcomes = filter?.kind !== 'customer';
  return {
    at: '',
    unfinished: false,
    missingDays: 0,
    calls: now?.calls ?? null,
    previousCalls: before?.calls ?? null,
    activeCustomers: null,
    previousActiveCustomers: null,
    failedCalls: now ? failedCalls(now) : null,
    serviceFaults: now && knowsOutcomes ? now.serviceFaults : null,
    callerFaults: now?.callerFaults ?? null,
    throttled: now && knowsOutcomes ? now.throttled : null,
    previousFailureRate: before && knowsOutcomes ? failureRate(before) : null,
  };
}
