import { standingOut } from './associatedCause';
import type { Cause, Segment } from './Cause';
import { findCauses } from './findCauses';
import { oneElementFirst } from './oneElementFirst';

/** Counts of customers by their interned ids, which stand as text until they get their names. */
type Counts = ReadonlyMap<number, number>;

/** A customer's count in both periods. */
export type CustomerChange = { id: string; now: number; before: number; change: number };

/** How the counts of each customer changed, the largest change first. */
export function customerChanges(now: Counts, before: Counts): CustomerChange[] {
  return [...new Set([...now.keys(), ...before.keys()])]
    .map(id => {
      const [countNow, countBefore] = [now.get(id) ?? 0, before.get(id) ?? 0];
      return { id: String(id), now: countNow, before: countBefore, change: countNow - countBefore };
    })
    .sort((a, b) => Math.abs(b.change) - Math.abs(a.change) || Number(a.id) - Number(b.id));
}

/** Customers whose calls changed otherwise than those of all: the largest customer of a service is no cause. */
export function callingCustomers(changes: readonly CustomerChange[]): Cause[] {
  return standingOut(oneElementFirst(segmentsOf(changes, 1), ['customer']));
}

/**
 * The customer whose calls began to fail, or ceased to, unlike those of all others. One alone: several who fail
 * together share the place or the error that they fail by, and that is named instead.
 *
 * @param growth - what the counts of before are multiplied by, to be what one expects now
 */
export function failingCustomers(changes: readonly CustomerChange[], growth: number): Cause[] {
  return standingOut(findCauses(segmentsOf(changes, growth), ['customer'], { mostElements: 1 }));
}

function segmentsOf(changes: readonly CustomerChange[], growth: number): Segment[] {
  return changes.map(({ id, now, before }) => ({
    values: { customer: id },
    before: before * growth,
    now,
  }));
}
