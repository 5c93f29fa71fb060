import type { Point } from 'backstage-plugin-service-insights-common';
import type { ChartRow } from './chartRows';

/** A row of a chart for a point of a series. */
export function rowOf(
  point: Pick<Point, 'at' | 'unfinished' | 'missingDays'>,
  values: ChartRow['values'],
  isMissing: boolean,
): ChartRow {
  return {
    at: point.at,
    running: null,
    isMissing,
    isPartial: !isMissing && point.missingDays > 0,
    isUnfinished: point.unfinished,
    values,
  };
}
