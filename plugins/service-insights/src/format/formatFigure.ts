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

/** The same to more digits than a card has room for; nothing where there is no value. */
export function formatExactFigure(
  metric: MetricName,
  value: number | null,
  format: Formats,
): string | undefined {
  if (value === null) return undefined;
  switch (metrics[metric].unit) {
    case 'rate':
      return format.exactShare(value);
    case 'ms':
      return format.exactDuration(value);
    default:
      return format.exact(value);
  }
}
