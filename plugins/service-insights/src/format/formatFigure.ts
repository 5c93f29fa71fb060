import { metrics, type MetricName } from 'backstage-plugin-service-insights-common';
import type { Formats } from './createFormats';

/** A metric's value in its unit, short: the exact one belongs beside or behind it. */
export function formatFigure(metric: MetricName, value: number | null, format: Formats): string {
  if (value === null) return '–';
  switch (metrics[metric].unit) {
    case 'rate':
      return format.share(value);
    case 'ms':
      return format.duration(value);
    default:
      return format.compact(value);
  }
}
