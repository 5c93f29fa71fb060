import { addDays, type Day } from 'backstage-plugin-service-insights-common';

/**
 * The day something began to differ: the day after the sum of what lay beyond expectation was lowest, where one expects
 * what lies half-way between the two periods.
 *
 * @param days - the complete days of the period
 * @param beyond - how far a day lies beyond that, positive in the direction of the change
 */
export function changeStart(days: readonly Day[], beyond: (day: Day) => number): Day | undefined {
  let since = days.at(0);
  let sum = 0;
  let lowest = 0;
  for (const day of days) {
    sum += beyond(day);
    if (sum < lowest) {
      lowest = sum;
      since = addDays(day, 1);
    }
  }
  const last = days.at(-1);
  return since !== undefined && last !== undefined && since > last ? last : since;
}
