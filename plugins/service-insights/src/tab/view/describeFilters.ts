import { presetName } from '../../parts/presetName';
import type { Words } from '../../translation/useWords';
import type { TabView } from './TabView';

/** What a view is filtered by, in a sentence or two. */
export function describeFilters(view: TabView, words: Words): string {
  const { t, format } = words;
  const { days, regions, operations, customer, outcome } = view;
  const filters = [
    ...regions.map(name => t('filter.spoken.region', { name })),
    ...operations.map(name => t('filter.spoken.operation', { name })),
    ...(customer ? [t('filter.spoken.customer', { name: customer })] : []),
    ...(outcome ? [t('filter.spoken.outcome', { name: t(`outcome.${outcome}`) })] : []),
  ];
  return [
    filters.length > 0
      ? t('filter.spoken.by', { filters: format.list(filters) })
      : t('filter.spoken.none'),
    t('filter.spoken.days', {
      days: days.kind === 'preset' ? presetName(days.range, words) : format.period(days),
    }),
  ].join(' ');
}
