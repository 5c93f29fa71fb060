import {
  addDays,
  toDay,
  type Day,
  type Envelope,
  type Grain,
} from 'backstage-plugin-service-insights-common';

type Days = Envelope['period'];

/**
 * The days that a point of a series stands for, as far as they lie in the period.
 *
 * @returns nothing for a point beyond the period, as the running day
 */
export function periodOfPoint(at: string, grain: Grain, period: Days): Days | undefined {
  const first = toDay(at.slice(0, 10));
  const last = lastDayOf(first, grain);
  if (first > period.to || last < period.from) return undefined;
  return {
    from: first < period.from ? period.from : first,
    to: last > period.to ? period.to : last,
  };
}

function lastDayOf(first: Day, grain: Grain): Day {
  switch (grain) {
    case 'week':
      return addDays(first, 6);
    case 'month': {
      const [year, month] = first.split('-').map(Number);
      return toDay(new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10));
    }
    default:
      return first;
  }
}
