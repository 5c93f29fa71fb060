import { addDays, eachDay, lengthOf, type Day } from 'backstage-plugin-service-insights-common';
import type { InsightContext } from './InsightContext';
import type { PeriodRollup } from './PeriodRollup';

/** A service that was called and is not any more for this long has stopped. */
const stoppedDays = 7;

/** The last day of a service that is called no more: without a call on the last seven days, all of them complete. */
export function usageEnd({ current, previous }: InsightContext): { lastDay: Day } | undefined {
  const { to } = current.period;
  const lastDays = eachDay(addDays(to, 1 - stoppedDays), to);
  const counted = new Set(current.countedDays);
  if (lengthOf(current.period) < stoppedDays || !lastDays.every(day => counted.has(day))) {
    return undefined;
  }
  const callsOn = (rollup: PeriodRollup, day: Day) => rollup.byDay().get(day)?.calls ?? 0;
  if (lastDays.some(day => callsOn(current, day) > 0)) return undefined;
  if (!previous || previous.total().calls === 0) return undefined;
  const called = (rollup: PeriodRollup) =>
    rollup.countedDays.filter(day => callsOn(rollup, day) > 0);
  const lastDay = called(current).at(-1) ?? called(previous).at(-1);
  return lastDay && { lastDay };
}
