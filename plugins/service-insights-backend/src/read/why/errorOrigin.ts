import type { InsightContext } from '../InsightContext';
import type { SliceTally } from '../PeriodRollup';
import { validCalls } from '../Tally';
import { belongsTo, isIn } from './associatedCause';
import { confidenceIn, type Cause, type Segment } from './Cause';
import { comparedPeriods, placeDimensions } from './comparedPeriods';
import { findCauses } from './findCauses';
import { slicesOfBoth } from './slicesOfBoth';

/** A slice's own rate counts as if it rested on so many calls more at the rate of the whole. */
const priorCalls = 20;

const nearlyAll = 0.9;

/**
 * The one place that an error which comes more often comes from. It is found in the faults of that error alone, so that
 * it is found where all other faults would hide it.
 *
 * @param error - a cause along the errors
 * @returns nothing when the error comes from everywhere, or not more often
 */
export function errorOrigin(
  context: InsightContext,
  error: Cause,
): Pick<Cause, 'dimensions' | 'elements' | 'confidence'> | undefined {
  const periods = comparedPeriods(context);
  if (!periods || error.specific <= 0) return undefined;
  const { current, previous } = periods;
  const isError = belongsTo(error);
  const [now, before] = [current.slicesWhere(isError), previous.slicesWhere(isError)];
  const validNow = validCalls(current.total());
  // What never happened before counts as half a fault: nothing could be compared with none at all.
  const rateBefore = Math.max(faultsOf(before.values()), 0.5) / validCalls(previous.total());
  const expected = slicesOfBoth(current, previous).map(slice => {
    const key = JSON.stringify([slice.operation, slice.region]);
    const faultsBefore = before.get(key)?.tally.serviceFaults ?? 0;
    const rate = (faultsBefore + priorCalls * rateBefore) / (validCalls(slice.before) + priorCalls);
    return { slice, key, faults: validCalls(slice.now) * rate };
  });
  // Only shares of what was expected count here. As large as the calls they are far from any rounding up.
  const scale = validNow / expected.reduce((sum, { faults }) => sum + faults, 0);
  const segments: Segment[] = expected.map(({ slice: { operation, region }, key, faults }) => ({
    values: { operation, region },
    before: faults * scale,
    now: now.get(key)?.tally.serviceFaults ?? 0,
  }));
  const dimensions = placeDimensions(context);
  const [place] = findCauses(segments, dimensions, { mostElements: 1 });
  if (!place || place.specific <= 0) return undefined;
  const confidence = confidenceIn(place.llr);
  if (confidence === 'broad') return undefined;
  // An operation or region whose faults are all but one part's is that part.
  const part = segments.find(one => isIn(one, place) && one.now >= nearlyAll * place.now);
  const elements = part ? [dimensions.map(dimension => part.values[dimension])] : place.elements;
  return { dimensions: part ? dimensions : place.dimensions, elements, confidence };
}

function faultsOf(slices: Iterable<SliceTally>): number {
  let faults = 0;
  for (const { tally } of slices) faults += tally.serviceFaults;
  return faults;
}
