import type { InsightContext } from '../InsightContext';
import type { PeriodRollup } from '../PeriodRollup';

/** Both periods; nothing when they cannot be compared, so that nobody asks why they differ. */
export function comparedPeriods({
  current,
  previous,
  comparison,
}: InsightContext): { current: PeriodRollup; previous: PeriodRollup } | undefined {
  return previous && comparison === 'comparable' ? { current, previous } : undefined;
}

/** The dimensions along which slices can be told apart. */
export function placeDimensions({
  definition,
  filter,
}: InsightContext): ('operation' | 'region')[] {
  const isBound = { operation: definition.operation, region: definition.region };
  return (['operation', 'region'] as const).filter(
    dimension =>
      isBound[dimension] !== undefined &&
      !(dimension === 'operation' && filter?.kind === 'customer'),
  );
}
