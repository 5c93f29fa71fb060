import type { Day, UsageWhy } from 'backstage-plugin-service-insights-common';
import type { InsightContext } from '../InsightContext';
import { emptyTally, type Tally } from '../Tally';
import { compareText } from '../usage';
import { associatedCause, belongsTo, bestCauses } from './associatedCause';
import type { Cause } from './Cause';
import { changeStart } from './changeStart';
import { comparedPeriods, placeDimensions } from './comparedPeriods';
import { callingCustomers, customerChanges } from './customerSegments';
import { findCauses } from './findCauses';
import { slicesOfBoth } from './slicesOfBoth';

type Contributions = UsageWhy['contributions'][number];

/**
 * Why calls changed. Customers are known by their interned ids: see `nameCauses`.
 *
 * @returns null when the two periods cannot be compared
 */
export function usageWhy(context: InsightContext): UsageWhy | null {
  const periods = comparedPeriods(context);
  if (!periods) return null;
  const { current, previous } = periods;
  const change = current.total().calls - previous.total().calls;
  const knowsCustomers = context.mayName && context.filter === undefined;
  const customers = knowsCustomers
    ? customerChanges(current.callsByCustomer(), previous.callsByCustomer())
    : [];
  const causes = bestCauses(usageCauses(context), callingCustomers(customers));
  const byCustomer = contributions(
    'customer',
    customers.map(({ id, now, before }) => ({ name: id, calls: now, previousCalls: before })),
    change,
    context.limit,
  );
  return {
    change,
    causes: causes.map(cause => associatedCause(cause, usageSince(context, cause))),
    contributions: [
      ...placeDimensions(context).map(dimension =>
        dimension === 'operation'
          ? byName(context, dimension, current.byOperation(), previous.byOperation(), change)
          : byName(context, dimension, current.byRegion(), previous.byRegion(), change),
      ),
      ...(knowsCustomers ? [byCustomer] : []),
    ],
  };
}

/** Places whose calls moved otherwise than the rest. */
export function usageCauses(context: InsightContext): Cause[] {
  const periods = comparedPeriods(context);
  if (!periods) return [];
  const segments = slicesOfBoth(periods.current, periods.previous).map(
    ({ operation, region, now, before }) => ({
      values: { operation, region },
      before: before.calls,
      now: now.calls,
    }),
  );
  return bestCauses(findCauses(segments, placeDimensions(context)));
}

/** The day a cause's calls, or all, began to be more or fewer; not known of customers. */
export function usageSince(
  { current, previous }: InsightContext,
  cause: Pick<Cause, 'dimensions' | 'elements'> | undefined,
): Day | undefined {
  if (!previous || cause?.dimensions.includes('customer')) return undefined;
  const belongs = cause ? belongsTo(cause) : () => true;
  const [now, before] = [current.byDayWhere(belongs), previous.byDayWhere(belongs)];
  const sum = (tallies: ReadonlyMap<Day, Tally>) =>
    [...tallies.values()].reduce((calls, tally) => calls + tally.calls, 0);
  const perDay = sum(now) / Math.max(1, current.countedDays.length);
  const perDayBefore = sum(before) / Math.max(1, previous.countedDays.length);
  const direction = perDay >= perDayBefore ? 1 : -1;
  return changeStart(
    current.countedDays,
    day => direction * ((now.get(day) ?? emptyTally()).calls - (perDay + perDayBefore) / 2),
  );
}

function byName(
  { limit }: InsightContext,
  dimension: Contributions['dimension'],
  now: ReadonlyMap<string, Tally>,
  before: ReadonlyMap<string, Tally>,
  change: number,
): Contributions {
  const names = [...new Set([...now.keys(), ...before.keys()])];
  const rows = names.map(name => ({
    name,
    calls: now.get(name)?.calls ?? 0,
    previousCalls: before.get(name)?.calls ?? 0,
  }));
  return contributions(dimension, rows, change, limit);
}

/** The largest contributions; the rest makes them add up. */
function contributions(
  dimension: Contributions['dimension'],
  all: readonly { name: string; calls: number; previousCalls: number }[],
  change: number,
  limit: number,
): Contributions {
  const rows = all
    .map(row => ({ ...row, change: row.calls - row.previousCalls }))
    .sort((a, b) => Math.abs(b.change) - Math.abs(a.change) || compareText(a.name, b.name))
    .slice(0, limit);
  const told = rows.reduce((sum, row) => sum + row.change, 0);
  const names = all.length - rows.length;
  return {
    dimension,
    rows,
    rest: names > 0 || change !== told ? { names, change: change - told } : null,
  };
}
