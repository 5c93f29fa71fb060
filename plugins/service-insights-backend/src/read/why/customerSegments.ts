import { standingOut } from './associatedCause';
import type { Cause, Segment } from './Cause';
import { findCauses } from './findCauses';

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

/**
 * Customers that changed otherwise than all. Only those who stand out: the largest customer of a service is no cause.
 *
 * @param growth - what the counts of before are multiplied by, to be what one expects now
 */
export function customerCauses(changes: readonly CustomerChange[], growth = 1): Cause[] {
  const segments: Segment[] = changes.map(({ id, now, before }) => ({
    values: { customer: id },
    before: before * growth,
    now,
  }));
  return standingOut(findCauses(segments, ['customer']));
}
