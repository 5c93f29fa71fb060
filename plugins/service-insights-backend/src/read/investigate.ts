import type { DatasetDefinition, Period } from 'backstage-plugin-service-insights-common';
import type { ServiceDay } from '../publish/ServiceDay';
import { leastCustomersForNames } from './adoption';
import type { FirstSeen } from './customerLifecycle';
import type { DatasetSnapshot } from './DatasetSnapshot';
import { whyNotComparable } from './envelope';
import { firstSeenFrom } from './firstSeenFrom';
import type { InsightContext } from './InsightContext';
import { PeriodRollup, type Qualifying } from './PeriodRollup';
import type { QuestionPeriods } from './periodsOf';
import type { RollupStore, ServiceScope } from './RollupStore';
import type { AnswerFacts } from './standardPeriodPayload';

/** What the insights are computed from, and what their envelopes say of the service. */
export type Investigation = { context: InsightContext; facts: AnswerFacts };

/** What is asked of some services of a dataset. */
export type Inquiry = {
  definition: DatasetDefinition;
  snapshot: DatasetSnapshot;
  scope: ServiceScope;
  periods: QuestionPeriods;
  limit: number;
};

/** Reads what is kept of the periods of an inquiry. */
export async function investigate(store: RollupStore, inquiry: Inquiry): Promise<Investigation> {
  const { scope, snapshot, definition } = inquiry;
  const days = await store.serviceDays(scope, neededPeriods(inquiry.periods));
  const firstSeen = definition.customer
    ? await firstSeenOf(store, definition, snapshot, scope)
    : new Map();
  const investigation = examine(inquiry, days, firstSeen);
  const { period } = inquiry.periods;
  return {
    ...investigation,
    facts: {
      ...investigation.facts,
      lastEventDay:
        period.to === snapshot.dataThrough && investigation.facts.lastEventDay !== null
          ? investigation.facts.lastEventDay
          : await lastEventDay(store, snapshot, scope),
      regions: scope.regions
        ? (await store.regions(scope, period)).filter(region => region !== '').sort()
        : investigation.facts.regions,
    },
  };
}

/** The periods an inquiry reads: its own and those it compares with. */
export function neededPeriods({ period, previous, preceding }: QuestionPeriods): Period[] {
  return [period, preceding, previous].filter(needed => needed !== undefined);
}

/**
 * Counts what was read. `facts.lastEventDay` is the last one of the period, `facts.regions` those of the days given.
 *
 * @param days - what is kept of at least the needed periods
 */
export function examine(
  { definition, snapshot, periods, limit }: Inquiry,
  days: readonly ServiceDay[],
  firstSeen: FirstSeen,
): Investigation {
  const qualifying = qualifyingOf(definition);
  const rollup = (period: Period) => {
    const within = days.filter(({ day }) => day >= period.from && day <= period.to);
    return new PeriodRollup(period, snapshot.countedDays(period), within, qualifying);
  };
  const { period, previous, preceding } = periods;
  const current = rollup(period);
  const before = previous && rollup(previous);
  const isSame = previous?.from === preceding.from && previous.to === preceding.to;
  const context: InsightContext = {
    definition,
    current,
    previous: before,
    preceding: before && isSame ? before : rollup(preceding),
    firstSeen,
    historyStart: snapshot.historyStart ?? period.from,
    comparison: previous ? (whyNotComparable(snapshot, period, previous) ?? 'comparable') : 'none',
    limit,
  };
  return { context, facts: factsOf(context) };
}

/** When a customer of a dataset counts as active. */
export function qualifyingOf(definition: DatasetDefinition): Qualifying {
  return definition.customer?.qualifying ?? 'any';
}

function factsOf({ current, definition }: InsightContext): AnswerFacts {
  const active = current.active().size;
  const { calls } = current.total();
  const mayBeNamed = definition.customer !== undefined && definition.customer.pii !== 'drop';
  return {
    calls,
    fewCustomers: mayBeNamed && calls > 0 && active < leastCustomersForNames,
    lastEventDay:
      current.countedDays.findLast(day => (current.byDay().get(day)?.calls ?? 0) > 0) ?? null,
    regions: [...current.byRegion().keys()].filter(region => region !== '').sort(),
  };
}

async function firstSeenOf(
  store: RollupStore,
  definition: DatasetDefinition,
  snapshot: DatasetSnapshot,
  scope: ServiceScope,
): Promise<FirstSeen> {
  const derived = await store.firstSeen(scope, snapshot.revision);
  if (derived) return derived;
  const { historyStart: from, dataThrough: to } = snapshot;
  if (!from || !to) return new Map();
  const days = await store.customerDays(scope, { from, to });
  return firstSeenFrom(
    days.filter(({ day }) => snapshot.isCounted(day)),
    qualifyingOf(definition),
  );
}

async function lastEventDay(store: RollupStore, snapshot: DatasetSnapshot, scope: ServiceScope) {
  const { historyStart: from, dataThrough: to } = snapshot;
  if (!from || !to) return null;
  const uncounted = snapshot.uncountedDays({ from, to });
  return (await store.lastEventDay(scope, to, uncounted)) ?? null;
}
