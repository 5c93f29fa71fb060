import { addDays, daysFrom, type Day } from './days';

/**
 * A set of whole days, both ends included.
 *
 * @public
 */
export type Period = { from: Day; to: Day };

/**
 * The preset periods and their length in days. All end with the last complete day.
 *
 * @public
 */
export const presetDays = { '7d': 7, '28d': 28, '90d': 90, '12m': 364 } as const;

/**
 * The name of a preset period.
 *
 * @public
 */
export type PresetPeriod = keyof typeof presetDays;

/**
 * With what a period is compared: `prev`, the same number of days before; `year`, the days 364 days earlier, so that
 * weekdays meet weekdays; `none`.
 *
 * @public
 */
export const comparisons = ['prev', 'year', 'none'] as const;

/**
 * One of {@link comparisons}.
 *
 * @public
 */
export type Comparison = (typeof comparisons)[number];

/**
 * The number of days in a period.
 *
 * @public
 */
export function lengthOf(period: Period): number {
  return daysFrom(period.from, period.to) + 1;
}

/**
 * The preset period that ends with a day.
 *
 * @public
 */
export function presetPeriod(preset: PresetPeriod, lastDay: Day): Period {
  return { from: addDays(lastDay, 1 - presetDays[preset]), to: lastDay };
}

/**
 * The period to compare with: as long, and starting on the same weekday. A length that is no multiple of seven is
 * shifted back to the nearest earlier match of the weekday, so the two may leave days between them.
 *
 * @returns nothing for `none`
 * @public
 */
export function comparisonPeriod(period: Period, comparison: Comparison): Period | undefined {
  if (comparison === 'none') return undefined;
  const shift = comparison === 'year' ? 364 : Math.ceil(lengthOf(period) / 7) * 7;
  return { from: addDays(period.from, -shift), to: addDays(period.to, -shift) };
}
