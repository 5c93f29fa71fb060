import type { Day, Period } from 'backstage-plugin-service-insights-common';

/** Interned ids of customers. */
export type CustomerSet = ReadonlySet<number>;

/** The first active day of each customer, in all history that is kept. */
export type FirstSeen = ReadonlyMap<number, Day>;

/** The customers of a period, against those of the period before. */
export type CustomerLifecycle = {
  /** First seen in the period. */
  new: number[];
  /** Active in both periods. */
  returning: number[];
  /** Active now, not in the period before, but earlier: they came back. */
  resurrected: number[];
  /** Active in the period before, not now: they went quiet. */
  dormant: number[];
};

/**
 * Sorts customers by what became of them. Every active customer is new, returning or resurrected, and exactly one of
 * them, so that active = active before + new + resurrected − dormant.
 *
 * @param period - the days `active` is about
 * @param active - who was active in the period
 * @param activeBefore - who was active in the period before
 * @param firstSeen - when each was seen first
 */
export function customerLifecycle(
  period: Period,
  active: CustomerSet,
  activeBefore: CustomerSet,
  firstSeen: FirstSeen,
): CustomerLifecycle {
  const lifecycle: CustomerLifecycle = { new: [], returning: [], resurrected: [], dormant: [] };
  for (const customer of active) {
    if (activeBefore.has(customer)) lifecycle.returning.push(customer);
    else if (isWithin(firstSeen.get(customer), period)) lifecycle.new.push(customer);
    else lifecycle.resurrected.push(customer);
  }
  for (const customer of activeBefore) {
    if (!active.has(customer)) lifecycle.dormant.push(customer);
  }
  return lifecycle;
}

/**
 * (new + resurrected) ÷ dormant: above one, a service gains more customers than it loses.
 *
 * @returns null when nobody was lost: that is no loss, not an infinite gain
 */
export function quickRatio(lifecycle: CustomerLifecycle): number | null {
  if (lifecycle.dormant.length === 0) return null;
  return (lifecycle.new.length + lifecycle.resurrected.length) / lifecycle.dormant.length;
}

function isWithin(day: Day | undefined, period: Period): boolean {
  return day !== undefined && day >= period.from && day <= period.to;
}
