import type { PresetPeriod } from 'backstage-plugin-service-insights-common';

/** The periods a reader can choose, in days. */
export const periods = ['7d', '28d', '90d'] as const satisfies readonly PresetPeriod[];

/** One of the periods a reader can choose. */
export type ShownPeriod = (typeof periods)[number];

/** Whole weeks, so that weekends weigh the same in every period. */
export const defaultPeriod: ShownPeriod = '28d';

/** The longest: what an empty card offers. */
export const longestPeriod: ShownPeriod = '90d';
