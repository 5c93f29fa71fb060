import type { LegendEntry } from '../parts/ChartLegend';
import type { ChartLine } from './chartRows';

/** The legend of lines: each stands for its series. */
export function legendOfLines(lines: readonly ChartLine[]): LegendEntry[] {
  return lines.map(({ key, label, color, width, dash }) => ({
    label,
    color,
    mark: { kind: 'line', width, dash },
    series: key,
  }));
}
