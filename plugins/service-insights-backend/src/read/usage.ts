import type { InsightData } from 'backstage-plugin-service-insights-common';
import { comparedFigure } from './figures';
import type { InsightContext } from './InsightContext';
import { grainOf, series } from './series';
import { failureRate, type Tally } from './Tally';

type Usage = Omit<InsightData['usage'], 'subject' | 'why'>;
type Share = Usage['operations'][number];

/** How much, of what, from where. */
export function usage(context: InsightContext): Usage {
  const { current, previous, definition, limit, filter } = context;
  const operations =
    definition.operation && filter?.kind !== 'customer'
      ? shares(current.byOperation(), previous?.byOperation())
      : [];
  const regions = current.byRegion().has('')
    ? []
    : shares(current.byRegion(), previous?.byRegion()).map(share =>
        filter?.kind === 'customer' ? withoutFaults(share) : share,
      );
  const { calls } = current.total();
  return {
    calls: comparedFigure(context, 'calls'),
    callsPerDay: current.countedDays.length > 0 ? calls / current.countedDays.length : null,
    activeCustomers: comparedFigure(context, 'activeCustomers'),
    topCustomerShare: comparedFigure(context, 'topCustomerShare'),
    p50DurationMs: comparedFigure(context, 'p50DurationMs'),
    p95DurationMs: comparedFigure(context, 'p95DurationMs'),
    grain: grainOf(context),
    series: series(context, grainOf(context)),
    operations: operations.slice(0, limit),
    otherOperations: others(operations, limit),
    regions: regions.slice(0, limit),
    otherRegions: others(regions, limit),
  };
}

/** Which of a customer's failed calls were the service's fault is not kept. */
function withoutFaults(share: Share): Share {
  return { ...share, serviceFaults: null, failureRate: null };
}

/** Every name with its part of all calls, the most called first. */
function shares(
  now: ReadonlyMap<string, Tally>,
  before: ReadonlyMap<string, Tally> | undefined,
): Share[] {
  const total = sumOfCalls(now);
  const totalBefore = before && sumOfCalls(before);
  return [...now]
    .map(([name, tally]) => ({
      name,
      calls: tally.calls,
      share: total > 0 ? tally.calls / total : 0,
      previousShare: totalBefore ? (before.get(name)?.calls ?? 0) / totalBefore : null,
      serviceFaults: tally.serviceFaults,
      failureRate: failureRate(tally),
    }))
    .sort(byCallsThenName);
}

/** What a list leaves out, as one entry. */
export function others(
  list: readonly { calls: number }[],
  limit: number,
): { names: number; calls: number } | null {
  const rest = list.slice(limit);
  if (rest.length === 0) return null;
  return { names: rest.length, calls: rest.reduce((sum, { calls }) => sum + calls, 0) };
}

/** The order of rankings: most calls first, equal ones by name. */
export function byCallsThenName(
  a: { name: string; calls: number },
  b: { name: string; calls: number },
): number {
  return b.calls - a.calls || compareText(a.name, b.name);
}

/** Compares texts the same way on every machine, whatever its language. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function sumOfCalls(tallies: ReadonlyMap<string, Tally>): number {
  let sum = 0;
  for (const tally of tallies.values()) sum += tally.calls;
  return sum;
}
