import type { Headline } from 'backstage-plugin-service-insights-common';
import { failureMove, inDirection } from './failureMove';
import { comparedFigure } from './figures';
import type { InsightContext } from './InsightContext';
import { usageEnd } from './usageEnd';
import { associatedCause } from './why/associatedCause';
import type { Cause } from './why/Cause';
import { failureDrivers } from './why/rateContributions';
import { usageCauses, usageSince } from './why/usageWhy';

/** What changed most, in the order in which it matters; `none` when no rule for a change is met. */
export function headline(context: InsightContext): Headline {
  return usageStopped(context) ?? failuresUp(context) ?? usageMoved(context) ?? { kind: 'none' };
}

function usageStopped(context: InsightContext): Headline | undefined {
  const end = usageEnd(context);
  return end && { kind: 'usageStopped', lastDay: end.lastDay };
}

function failuresUp(context: InsightContext): Headline | undefined {
  const move = failureMove(context);
  if (move?.kind !== 'up') return undefined;
  const { excessFailedCalls, cause, since } = move;
  return {
    kind: 'failuresUp',
    excessFailedCalls: Math.round(excessFailedCalls),
    ...(cause ? placeOf(cause, excessFailedCalls) : mostOf(context, excessFailedCalls)),
    since: since ?? context.current.period.from,
    cause: cause ? associatedCause(cause, since) : null,
  };
}

function usageMoved(context: InsightContext): Headline | undefined {
  const { change } = comparedFigure(context, 'calls');
  if (change.kind !== 'up' && change.kind !== 'down') return undefined;
  const cause = inDirection(usageCauses(context), change.absolute);
  return {
    kind: change.kind === 'up' ? 'usageUp' : 'usageDown',
    ...placeOf(cause, change.absolute),
    cause: cause ? associatedCause(cause, usageSince(context, cause)) : null,
  };
}

/** The place that most of the extra failures are at, though it need not have changed more than others. */
function mostOf(context: InsightContext, excess: number) {
  const largest = failureDrivers(context)?.slices[0];
  const share = largest ? largest.excessFailedCalls / excess : 0;
  return largest && share >= 0.5
    ? { operation: largest.operation, region: largest.region, share: Math.min(1, share) }
    : { operation: '', region: '', share: 0 };
}

/** The one operation or region of a cause; a sentence has no room for more. */
function placeOf(cause: Cause | undefined, change: number) {
  const valueOf = (dimension: string) => {
    const at = cause?.dimensions.indexOf(dimension) ?? -1;
    return cause && cause.elements.length === 1 && at >= 0 ? cause.elements[0][at] : '';
  };
  const share = cause ? cause.specific / change : 0;
  return {
    operation: valueOf('operation'),
    region: valueOf('region'),
    share: Math.max(0, Math.min(1, share)),
  };
}
