import type { Day } from 'backstage-plugin-service-insights-common';

/**
 * What a dataset's partition column holds for a day.
 *
 * @param format - as the definition has it: `%Y`, `%m` and `%d` with separators
 */
export function partitionValue(format: string, day: Day): string {
  const [year, month, date] = day.split('-');
  return format.replaceAll('%Y', year).replaceAll('%m', month).replaceAll('%d', date);
}
