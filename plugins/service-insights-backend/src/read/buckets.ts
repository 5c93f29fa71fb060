import {
  addDays,
  daysFrom,
  eachDay,
  lengthOf,
  toDay,
  type Day,
  type Grain,
  type Period,
} from 'backstage-plugin-service-insights-common';

/** The grains that days are gathered in. */
export type DayGrain = Exclude<Grain, 'hour'>;

/** One day, ISO week or calendar month, as far as a period reaches into it. */
export type Bucket = {
  /** Its first day, also when that is before the period. */
  at: Day;
  days: Day[];
  /** Whether it reaches beyond the period. */
  unfinished: boolean;
};

const fromFinest: readonly DayGrain[] = ['day', 'week', 'month'];
const aMonday = toDay('1970-01-05');

/**
 * How fine a period is shown: days up to 92, weeks up to 2 years, months beyond. What is asked for can only make it
 * coarser: finer would be more points than can be told apart.
 */
export function dayGrainOf(period: Period, asked: DayGrain | undefined): DayGrain {
  const days = lengthOf(period);
  const upToWeeks = days <= 731 ? 'week' : 'month';
  const natural = days <= 92 ? 'day' : upToWeeks;
  return fromFinest[Math.max(fromFinest.indexOf(natural), fromFinest.indexOf(asked ?? 'day'))];
}

/** Cuts a period into days, weeks or months. */
export function bucketsOf(period: Period, grain: DayGrain): Bucket[] {
  const buckets: Bucket[] = [];
  for (const day of eachDay(period.from, period.to)) {
    const last = buckets.at(-1);
    const { from, to } = wholeBucketOf(day, grain);
    if (last?.at === from) last.days.push(day);
    else {
      const unfinished = from < period.from || to > period.to;
      buckets.push({ at: from, days: [day], unfinished });
    }
  }
  return buckets;
}

/** The day, ISO week or calendar month that a day lies in. */
export function wholeBucketOf(day: Day, grain: DayGrain): Period {
  if (grain === 'day') return { from: day, to: day };
  if (grain === 'week') {
    const weekday = ((daysFrom(aMonday, day) % 7) + 7) % 7;
    const from = addDays(day, -weekday);
    return { from, to: addDays(from, 6) };
  }
  const from = toDay(`${day.slice(0, 8)}01`);
  const nextMonth = toDay(`${addDays(from, 31).slice(0, 8)}01`);
  return { from, to: addDays(nextMonth, -1) };
}
