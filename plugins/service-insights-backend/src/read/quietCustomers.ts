import { addDays, daysFrom, type Day } from 'backstage-plugin-service-insights-common';
import type { InsightContext } from './InsightContext';

/** Who came on fewer days than this was no regular, so that silence tells nothing. */
const leastActiveDays = 10;
/** From the first call to the last: whoever tried for less than four weeks does not leave anything. */
const leastSpanDays = 28;
const leastSilentDays = 7;
/** And as many times longer silent than is usual between two active days. */
const timesUsualGap = 3;
const mostCustomers = 3;

/** A regular customer who calls no more, known by the interned id. */
export type QuietCustomer = { id: number; since: Day; afterDays: number; calls: number };

/**
 * Customers who called regularly for a long time and fell silent in the period, those with most calls first. Only
 * complete days count: nobody is called silent for a day that is missing at the end.
 */
export function quietCustomers(context: InsightContext): QuietCustomer[] {
  const { current, preceding, firstSeen, mayName, filter } = context;
  const { from, to } = current.period;
  const lastDay = current.countedDays.at(-1);
  if (!mayName || filter || lastDay !== to) return [];
  const activeDays = new Map<number, { first: Day; last: Day; days: number }>();
  for (const rollup of [preceding, current]) {
    for (const day of rollup.countedDays) {
      for (const id of rollup.activeByDay().get(day) ?? []) {
        const known = activeDays.get(id);
        activeDays.set(id, {
          first: known?.first ?? day,
          last: day,
          days: (known?.days ?? 0) + 1,
        });
      }
    }
  }
  const calls = (id: number) =>
    (preceding.callsByCustomer().get(id) ?? 0) + (current.callsByCustomer().get(id) ?? 0);
  return [...activeDays]
    .flatMap(([id, { first, last, days }]) => {
      const silentDays = daysFrom(last, to);
      const usualGap = daysFrom(first, last) / Math.max(1, days - 1);
      const afterDays = daysFrom(firstSeen.get(id) ?? first, last) + 1;
      const isQuiet =
        last >= addDays(from, -1) &&
        days >= leastActiveDays &&
        afterDays >= leastSpanDays &&
        silentDays >= Math.max(leastSilentDays, timesUsualGap * usualGap);
      return isQuiet ? [{ id, since: addDays(last, 1), afterDays, calls: calls(id) }] : [];
    })
    .sort((a, b) => b.calls - a.calls || a.id - b.id)
    .slice(0, mostCustomers);
}
