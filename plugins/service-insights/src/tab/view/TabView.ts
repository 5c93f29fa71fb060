import type { Comparison, PresetPeriod } from 'backstage-plugin-service-insights-common';
import type { FailureOutcome } from '../../failures/FailureOutcome';
import type { RetentionChoice } from '../../parts/SectionChoices';
import type { Measure } from '../../usage/MeasureToggle';

/** Which days the tab shows: a period that moves with the data, or days that stay. */
export type ChosenDays =
  { kind: 'preset'; range: PresetPeriod } | { kind: 'custom'; from: string; to: string };

/** How coarse a reader can make series. */
export const chosenGrains = ['day', 'week', 'month'] as const;

/** How the tab shows its charts: drawn, as tables, or both below each other for paper. */
export type TabLayout = 'chart' | 'table' | 'report';

/** Everything that can be chosen on the tab; all of it is in the URL. */
export type TabView = {
  days: ChosenDays;
  compare: Comparison;
  /** All of them when empty. */
  regions: readonly string[];
  /** All of them when empty. */
  operations: readonly string[];
  /** Not together with operations: who called what is not kept. */
  customer?: string;
  /** Which failures are shown: all of them when left out. */
  outcome?: FailureOutcome;
  /** As fine as the period allows when left out. */
  grain?: (typeof chosenGrains)[number];
  /** The first one of the entity when left out. */
  dataset?: string;
  layout: TabLayout;
  measure: Measure;
  retention: RetentionChoice;
};

/** What the tab shows when the URL says nothing. */
export const defaultTabView: TabView = {
  days: { kind: 'preset', range: '28d' },
  compare: 'prev',
  regions: [],
  operations: [],
  layout: 'chart',
  measure: 'calls',
  retention: { kind: 'exact', trend: 1 },
};
