import type { LegendEntry } from '../parts/ChartLegend';
import type { Words } from '../translation/useWords';
import type { ChartRow } from './chartRows';

/** The legend of what rows are marked with, as far as there are such rows. */
export function markLegend(rows: readonly ChartRow[], color: string, { t }: Words): LegendEntry[] {
  const entries: (LegendEntry & { isThere: boolean })[] = [
    {
      label: t('chart.missing'),
      color: 'var(--si-missing)',
      mark: { kind: 'area', pattern: 'rising' },
      isThere: rows.some(({ isMissing }) => isMissing),
    },
    {
      label: t('chart.partial'),
      color: 'var(--si-missing)',
      mark: { kind: 'area', pattern: 'dots' },
      isThere: rows.some(({ isPartial }) => isPartial),
    },
    {
      label: t('chart.unfinished'),
      color,
      mark: { kind: 'ring' },
      isThere: rows.some(({ isUnfinished }) => isUnfinished),
    },
    {
      label: t('chart.running'),
      color,
      mark: { kind: 'ring' },
      isThere: rows.some(({ running }) => running !== null),
    },
  ];
  return entries.filter(({ isThere }) => isThere).map(({ isThere, ...entry }) => entry);
}
