import type { Envelope } from 'backstage-plugin-service-insights-common';
import type { Words } from '../translation/useWords';
import type { ChartMark } from './chartRows';

/**
 * Where the definition changed, each at the point of the series that holds the day.
 *
 * @param points - where each point begins, in order
 */
export function marksOf(
  { definitionChanges }: Envelope,
  points: readonly string[],
  { t, format }: Words,
): ChartMark[] {
  return definitionChanges.flatMap(({ day, version }) => {
    const at = points.filter(point => point.slice(0, 10) <= day).at(-1) ?? points[0];
    return at === undefined
      ? []
      : [{ at, label: t('chart.version', { version: format.exact(version) }) }];
  });
}
