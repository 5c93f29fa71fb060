import type { FailureDrivers, FailureWhy } from 'backstage-plugin-service-insights-common';
import type { InsightContext } from '../InsightContext';
import { emptyTally, failureRate, validCalls, type Tally } from '../Tally';
import { compareText } from '../usage';
import { comparedPeriods, placeDimensions } from './comparedPeriods';
import { rateEffects } from './rateEffects';
import { slicesOfBoth } from './slicesOfBoth';

type Contributions = FailureWhy['contributions'][number];
type Row = Contributions['rows'][number];

/** How many places are told apart before the rest. */
const mostSlices = 3;

/**
 * What the change of the failure rate is made of, by operation and region together: the contributions and the rest add
 * up to the extra failed calls, (rate − previous rate) × valid calls.
 *
 * @returns null when the two periods cannot be compared
 */
export function failureDrivers(context: InsightContext): FailureDrivers | null {
  const periods = ratedPeriods(context);
  if (!periods) return null;
  const slices = slicesOfBoth(periods.current, periods.previous);
  const effects = contributionsOf(slices, validCalls(periods.current.total()));
  const told = slices
    .map(({ operation, region }, i) => ({ operation, region, ...effects[i] }))
    .filter(({ excessFailedCalls }) => excessFailedCalls !== 0)
    .sort(
      (a, b) =>
        byImpact(a, b) || compareText(a.operation, b.operation) || compareText(a.region, b.region),
    )
    .slice(0, mostSlices);
  const excess = sum(effects, ({ excessFailedCalls }) => excessFailedCalls);
  return {
    excessFailedCalls: excess,
    slices: told,
    rest: excess - sum(told, ({ excessFailedCalls }) => excessFailedCalls),
  };
}

/**
 * The change of the failure rate and its exact parts.
 *
 * @returns null when the two periods cannot be compared
 */
export function rateChange(
  context: InsightContext,
): Pick<FailureWhy, 'change' | 'rateEffect' | 'mixEffect' | 'mixShift' | 'contributions'> | null {
  const periods = ratedPeriods(context);
  if (!periods) return null;
  const { current, previous, change } = periods;
  const effects = contributionsOf(slicesOfBoth(current, previous), validCalls(current.total()));
  const mixEffect = sum(effects, effect => effect.mixEffect);
  return {
    change,
    rateEffect: sum(effects, effect => effect.rateEffect),
    mixEffect,
    mixShift: change !== 0 && Math.abs(mixEffect) > Math.abs(change) / 2,
    contributions: placeDimensions(context).map(dimension =>
      along(context, dimension, {
        now: dimension === 'operation' ? current.byOperation() : current.byRegion(),
        before: dimension === 'operation' ? previous.byOperation() : previous.byRegion(),
      }),
    ),
  };
}

function ratedPeriods(context: InsightContext) {
  const periods = comparedPeriods(context);
  if (!periods || !context.definition.outcome || context.filter?.kind === 'customer') {
    return undefined;
  }
  const rate = failureRate(periods.current.total());
  const rateBefore = failureRate(periods.previous.total());
  if (rate === null || rateBefore === null) return undefined;
  return { ...periods, change: rate - rateBefore };
}

function along(
  { current, limit }: InsightContext,
  dimension: Contributions['dimension'],
  { now, before }: Record<'now' | 'before', ReadonlyMap<string, Tally>>,
): Contributions {
  const slices = [...new Set([...now.keys(), ...before.keys()])].map(name => ({
    name,
    now: now.get(name) ?? emptyTally(),
    before: before.get(name) ?? emptyTally(),
  }));
  const effects = contributionsOf(slices, validCalls(current.total()));
  const rows = slices
    .map(({ name }, i): Row => ({ name, ...effects[i] }))
    .sort((a, b) => byImpact(a, b) || compareText(a.name, b.name));
  const rest = rows.slice(limit);
  return {
    dimension,
    rows: rows.slice(0, limit),
    rest:
      rest.length === 0
        ? null
        : {
            names: rest.length,
            rateEffect: sum(rest, row => row.rateEffect),
            mixEffect: sum(rest, row => row.mixEffect),
            excessFailedCalls: sum(rest, row => row.excessFailedCalls),
          },
  };
}

function contributionsOf(
  slices: readonly { now: Tally; before: Tally }[],
  valid: number,
): Omit<Row, 'name'>[] {
  const effects = rateEffects(
    slices.map(({ now, before }) => ({
      calls: { before: validCalls(before), now: validCalls(now) },
      failures: { before: before.serviceFaults, now: now.serviceFaults },
    })),
  );
  return slices.map(({ now, before }, i) => ({
    calls: now.calls,
    previousCalls: before.calls,
    failureRate: failureRate(now),
    previousFailureRate: failureRate(before),
    rateEffect: effects[i].rate,
    mixEffect: effects[i].mix,
    excessFailedCalls: (effects[i].rate + effects[i].mix) * valid,
  }));
}

function byImpact(a: { excessFailedCalls: number }, b: { excessFailedCalls: number }): number {
  return Math.abs(b.excessFailedCalls) - Math.abs(a.excessFailedCalls);
}

function sum<T>(items: readonly T[], valueOf: (item: T) => number): number {
  return items.reduce((total, item) => total + valueOf(item), 0);
}
