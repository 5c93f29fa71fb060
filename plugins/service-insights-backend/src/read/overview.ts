import type { InsightData } from 'backstage-plugin-service-insights-common';
import { dayGrainOf } from './buckets';
import { allFigures } from './figures';
import { headline } from './headline';
import type { InsightContext } from './InsightContext';
import { series } from './series';

/** The summary: every metric by name, the days, and what changed. */
export function overview(context: InsightContext): Omit<InsightData['overview'], 'subject'> {
  return {
    figures: allFigures(context),
    grain: dayGrainOf(context.current.period, context.grain),
    series: series(context, dayGrainOf(context.current.period, context.grain)),
    headline: headline(context),
  };
}
