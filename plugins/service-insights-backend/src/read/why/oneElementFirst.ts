import { standingOut } from './associatedCause';
import type { Cause, Segment } from './Cause';
import { findCauses } from './findCauses';

/** Causes of one element when one of these stands out, else of up to five. */
export function oneElementFirst(
  segments: readonly Segment[],
  dimensions: readonly string[],
): Cause[] {
  const ofOne = findCauses(segments, dimensions, { mostElements: 1 });
  if (standingOut(ofOne.slice(0, 1)).length > 0) return ofOne;
  const ofMore = findCauses(segments, dimensions);
  return ofOne.length === 0 || standingOut(ofMore.slice(0, 1)).length > 0 ? ofMore : ofOne;
}
