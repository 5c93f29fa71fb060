import type { Day } from 'backstage-plugin-service-insights-common';
import type { InsightContext } from '../InsightContext';
import type { Place } from '../PeriodRollup';
import { emptyTally, failureRate, validCalls } from '../Tally';
import { belongsTo, bestCauses, isIn, standingOut } from './associatedCause';
import type { Cause, Segment } from './Cause';
import { changeStart } from './changeStart';
import { comparedPeriods, placeDimensions } from './comparedPeriods';
import { errorOrigin } from './errorOrigin';
import { likelihoodRatio } from './likelihoodRatio';
import { oneElementFirst } from './oneElementFirst';
import { slicesOfBoth } from './slicesOfBoth';

/** A slice's own rate counts as if it rested on so many calls more at the rate of the whole. */
const priorCalls = 20;

/**
 * Places that fail otherwise than the rest, against the service faults that they would have had at their rates of
 * before. One element first: most incidents have one, and naming one is right more often. The place that an error
 * comes from, where one stands out, takes the place of all that overlap it: it says the same more closely.
 */
export function failureCauses(context: InsightContext): Cause[] {
  const periods = comparedPeriods(context);
  if (!periods) return [];
  const { current, previous } = periods;
  const rateBefore = failureRate(previous.total());
  if (rateBefore === null) return [];
  const segments: Segment[] = slicesOfBoth(current, previous).map(
    ({ operation, region, now, before }) => ({
      values: { operation, region },
      before:
        (validCalls(now) * (before.serviceFaults + priorCalls * rateBefore)) /
        (validCalls(before) + priorCalls),
      now: now.serviceFaults,
    }),
  );
  const places = oneElementFirst(segments, placeDimensions(context));
  const origin = standingOut(errorCauses(context))
    .map(error => errorOrigin(context, error))
    .find(place => place !== undefined);
  if (!origin) return bestCauses(places);
  const place = placeCause(segments, origin);
  const isApart = (other: Cause) =>
    !segments.some(segment => isIn(segment, origin) && isIn(segment, other));
  return bestCauses([place, ...places.filter(isApart)]);
}

type Where = Pick<Cause, 'dimensions' | 'elements' | 'confidence'>;

/** A place that is known otherwise, with its part in all faults. */
function placeCause(segments: readonly Segment[], where: Where): Cause {
  const sum = (parts: readonly Segment[]) =>
    parts.reduce((all, { before, now }) => ({ before: all.before + before, now: all.now + now }), {
      before: 0,
      now: 0,
    });
  const { before, now } = sum(segments.filter(segment => isIn(segment, where)));
  const all = sum(segments);
  const llr = likelihoodRatio(before, now, all.before, all.now);
  const rest = (all.now - now) / (all.before - before);
  return {
    ...where,
    before,
    now,
    llr,
    score: llr,
    broad: (rest - 1) * all.before,
    specific: now - rest * before,
  };
}

/** Errors that come more or less often, against what they would be at as many calls. */
export function errorCauses(context: InsightContext): Cause[] {
  const periods = comparedPeriods(context);
  if (!periods || !context.definition.error) return [];
  const { current, previous } = periods;
  const growth = validCalls(current.total()) / Math.max(1, validCalls(previous.total()));
  const names = new Set([...current.faultsByError().keys(), ...previous.faultsByError().keys()]);
  const segments: Segment[] = [...names].map(error => ({
    values: { error },
    before: (previous.faultsByError().get(error) ?? 0) * growth,
    now: current.faultsByError().get(error) ?? 0,
  }));
  const isNamed = ({ elements }: Cause) => elements.every(([error]) => error !== '');
  return standingOut(oneElementFirst(segments, ['error']).filter(isNamed));
}

/** The day a cause's faults, or all, began to come at another rate. */
export function failuresSince(
  { current, previous }: InsightContext,
  cause: Pick<Cause, 'dimensions' | 'elements'> | undefined,
): Day | undefined {
  const isOfError = cause?.dimensions.includes('error') ?? false;
  const belongs = cause ? belongsTo(cause) : () => true;
  // An error has no calls of its own: its faults are set against all calls.
  const ofCalls = isOfError ? () => true : belongs;
  const rates = (rollup: { byDayWhere: typeof current.byDayWhere }) => ({
    faults: rollup.byDayWhere((place: Place) => belongs(place)),
    calls: rollup.byDayWhere((place: Place) => ofCalls(place)),
  });
  const rateOf = ({ faults, calls }: ReturnType<typeof rates>) => {
    let [failed, valid] = [0, 0];
    for (const tally of faults.values()) failed += tally.serviceFaults;
    for (const tally of calls.values()) valid += validCalls(tally);
    return valid > 0 ? failed / valid : undefined;
  };
  const now = rates(current);
  const rateNow = rateOf(now) ?? 0;
  const rateBefore = (previous && rateOf(rates(previous))) ?? 0;
  const expected = (rateBefore + rateNow) / 2;
  return changeStart(current.countedDays, day => {
    const { serviceFaults } = now.faults.get(day) ?? emptyTally();
    const beyond = serviceFaults - expected * validCalls(now.calls.get(day) ?? emptyTally());
    return rateNow >= rateBefore ? beyond : -beyond;
  });
}
