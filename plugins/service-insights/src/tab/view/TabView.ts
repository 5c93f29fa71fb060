import type { Comparison, PresetPeriod } from 'backstage-plugin-service-insights-common';
import type { Measure } from '../../usage/MeasureToggle';

/** Which days the tab shows: a period that moves with the data, or days that stay. */
export type ChosenDays =
  { kind: 'preset'; range: PresetPeriod } | { kind: 'custom'; from: string; to: string };

/** How the tab shows its charts: drawn, as tables, or both below each other for paper. */
export type TabLayout = 'chart' | 'table' | 'report';

/** Everything that can be chosen on the tab; all of it is in the URL. */
export type TabView = {
  days: ChosenDays;
  compare: Comparison;
  /** All of them when empty. */
  regions: readonly string[];
  operation?: string;
  customer?: string;
  /** The first one of the entity when left out. */
  dataset?: string;
  layout: TabLayout;
  measure: Measure;
};

/** What the tab shows when the URL says nothing. */
export const defaultTabView: TabView = {
  days: { kind: 'preset', range: '28d' },
  compare: 'prev',
  regions: [],
  layout: 'chart',
  measure: 'calls',
};
