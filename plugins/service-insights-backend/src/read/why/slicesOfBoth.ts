import type { PeriodRollup, SliceTally } from '../PeriodRollup';
import { emptyTally, type Tally } from '../Tally';

/** An operation in a region, in the period and in the one it is compared with. */
export type SliceOfBoth = { operation: string; region: string; now: Tally; before: Tally };

/** The slices of either period with what they were in both. */
export function slicesOfBoth(current: PeriodRollup, previous: PeriodRollup): SliceOfBoth[] {
  const both = new Map<string, SliceOfBoth>();
  const add = (slices: ReadonlyMap<string, SliceTally>, when: 'now' | 'before') => {
    for (const [key, { operation, region, tally }] of slices) {
      const known = both.get(key) ?? { operation, region, now: emptyTally(), before: emptyTally() };
      both.set(key, { ...known, [when]: tally });
    }
  };
  add(current.slices(), 'now');
  add(previous.slices(), 'before');
  return [...both.values()];
}
