import type { Day } from 'backstage-plugin-service-insights-common';
import { decodeCustomers } from '../publish/encodeServiceDay';
import { inTurns } from './inTurns';
import { isActive, type Qualifying } from './PeriodRollup';
import type { CustomerDay } from './RollupStore';

/**
 * The first active day of each customer, derived from the sets of days.
 *
 * @param days - what is kept of complete days, in any order
 * @param qualifying - when a customer counts as active
 */
export async function firstSeenFrom(
  days: readonly CustomerDay[],
  qualifying: Qualifying,
): Promise<Map<number, Day>> {
  const firstSeen = new Map<number, Day>();
  const inOrder = [...days].sort((a, b) => (a.day < b.day ? -1 : 1));
  await inTurns(inOrder, ({ day, payload }) => {
    for (const customer of decodeCustomers(payload)) {
      if (!firstSeen.has(customer.id) && isActive(customer, qualifying)) {
        firstSeen.set(customer.id, day);
      }
    }
  });
  return firstSeen;
}
