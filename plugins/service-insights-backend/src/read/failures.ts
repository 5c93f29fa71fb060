import { outcomes, type InsightData } from 'backstage-plugin-service-insights-common';
import { comparedFigure } from './figures';
import type { InsightContext } from './InsightContext';
import { grainOf, series } from './series';
import { emptyTally, failedCalls, failureRate, type Tally } from './Tally';
import { byCallsThenName, compareText, others } from './usage';
import { failureDrivers } from './why/rateContributions';

type Failures = Omit<InsightData['failures'], 'subject' | 'why'>;

/** What failed, whose fault it was, and where. */
export function failures(context: InsightContext): Failures {
  const { current, definition, limit } = context;
  const isOfCustomer = context.filter?.kind === 'customer';
  const errors = isOfCustomer ? [] : errorsOf(context);
  return {
    failureRate: comparedFigure(context, 'failureRate'),
    calls: comparedFigure(context, 'calls'),
    failedCalls: comparedFigure(context, 'failedCalls'),
    serviceFaults: comparedFigure(context, 'serviceFaults'),
    callerFaults: comparedFigure(context, 'callerFaults'),
    throttled: comparedFigure(context, 'throttled'),
    grain: grainOf(context),
    series: series(context, grainOf(context)),
    outcomes: definition.outcome && !isOfCustomer ? outcomeShares(context) : [],
    errors: errors.slice(0, limit),
    otherErrors: others(errors, limit),
    operations:
      definition.operation && !isOfCustomer
        ? slices(current.byOperation(), context.previous?.byOperation(), limit)
        : [],
    regions:
      current.byRegion().has('') || isOfCustomer
        ? []
        : slices(current.byRegion(), context.previous?.byRegion(), limit),
    drivers: failureDrivers(context),
  };
}

function outcomeShares({ current }: InsightContext): Failures['outcomes'] {
  const { calls } = current.total();
  return outcomes.map(outcome => {
    const ofOutcome = current.byOutcome().get(outcome) ?? 0;
    return { outcome, calls: ofOutcome, share: calls > 0 ? ofOutcome / calls : 0 };
  });
}

function errorsOf({ current, previous }: InsightContext): Failures['errors'] {
  const before = previous?.errors();
  return [...current.errors()]
    .map(([key, error]) => ({
      ...error,
      previousCalls: before ? (before.get(key)?.calls ?? 0) : null,
    }))
    .sort((a, b) => byCallsThenName(a, b) || compareText(a.outcome, b.outcome));
}

/** The names with failed calls, most service faults first. */
function slices(
  now: ReadonlyMap<string, Tally>,
  before: ReadonlyMap<string, Tally> | undefined,
  limit: number,
): Failures['operations'] {
  return [...now]
    .map(([name, tally]) => ({
      name,
      calls: tally.calls,
      failedCalls: failedCalls(tally),
      serviceFaults: tally.serviceFaults,
      failureRate: failureRate(tally),
      previousFailureRate: before ? failureRate(before.get(name) ?? emptyTally()) : null,
    }))
    .filter(slice => slice.failedCalls > 0)
    .sort(
      (a, b) =>
        b.serviceFaults - a.serviceFaults ||
        b.failedCalls - a.failedCalls ||
        compareText(a.name, b.name),
    )
    .slice(0, limit);
}
