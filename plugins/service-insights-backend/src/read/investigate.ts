import { InputError } from '@backstage/errors';
import {
  leastCustomersForNames,
  type DatasetDefinition,
  type Period,
} from 'backstage-plugin-service-insights-common';
import type { ServiceDay } from '../publish/ServiceDay';
import type { FirstSeen } from './customerLifecycle';
import type { DatasetSnapshot } from './DatasetSnapshot';
import { whyNotComparable } from './envelope';
import { filterDay, type DayFilter } from './filterDay';
import { firstSeenFrom } from './firstSeenFrom';
import type { InsightContext } from './InsightContext';
import { PeriodRollup, type Qualifying } from './PeriodRollup';
import type { QuestionPeriods } from './periodsOf';
import { retentionWindow } from './retention';
import type { RollupStore, ServiceScope } from './RollupStore';
import type { AnswerFacts } from './standardPeriodPayload';
import { byCallsThenName } from './usage';

/** What the insights are computed from, and what their envelopes say of the service. */
export type Investigation = { context: InsightContext; facts: AnswerFacts };

/** What is asked of some services of a dataset. */
export type Inquiry = {
  definition: DatasetDefinition;
  snapshot: DatasetSnapshot;
  scope: ServiceScope;
  periods: QuestionPeriods;
  limit: number;
  /** What else is asked: see the fields of {@link InsightContext}. */
  grain?: InsightContext['grain'];
  operations?: readonly string[];
  /** The key of a customer. */
  customer?: string;
  /** Whether cohorts are asked for, which reach further back than anything else. */
  cohorts?: boolean;
};

/** What an inquiry needs besides the days. */
export type InquiryGround = {
  firstSeen: FirstSeen;
  filter?: DayFilter;
  newVersion?: InsightContext['newVersion'];
};

/** Reads what is kept of the periods of an inquiry. */
export async function investigate(store: RollupStore, inquiry: Inquiry): Promise<Investigation> {
  const { scope, snapshot, definition } = inquiry;
  const days = await store.serviceDays(scope, neededPeriods(inquiry));
  const firstSeen = definition.customer
    ? await firstSeenOf(store, definition, snapshot, scope)
    : new Map();
  const investigation = examine(inquiry, days, {
    firstSeen,
    filter: await filterOf(store, inquiry),
    newVersion: await store.newVersion(snapshot),
  });
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

async function filterOf(
  store: RollupStore,
  { definition, scope, operations, customer }: Inquiry,
): Promise<DayFilter | undefined> {
  if (operations) {
    if (!definition.operation) throw new InputError('operation: the dataset knows no operations');
    return { kind: 'operation', names: new Set(operations) };
  }
  if (customer === undefined) return undefined;
  if (!definition.customer || definition.customer.pii === 'drop') {
    throw new InputError('customer: the dataset keeps no customers');
  }
  return { kind: 'customer', id: await store.customerId(scope.datasetId, customer) };
}

/** The periods an inquiry reads: its own and those it compares with. */
export function neededPeriods({
  periods: { period, previous, preceding },
  cohorts,
}: Pick<Inquiry, 'periods' | 'cohorts'>): Period[] {
  return [period, preceding, previous, cohorts ? retentionWindow(period) : undefined].filter(
    needed => needed !== undefined,
  );
}

/**
 * Counts what was read. `facts.lastEventDay` is the last one of the period, `facts.regions` those of the days given.
 *
 * @param days - what is kept of at least the needed periods
 * @throws InputError when a customer is asked for where customers may not be told apart
 */
export function examine(
  { definition, snapshot, periods, limit, grain, cohorts }: Inquiry,
  days: readonly ServiceDay[],
  { firstSeen, filter, newVersion }: InquiryGround,
): Investigation {
  const qualifying = qualifyingOf(definition);
  const rollupOf = (all: readonly ServiceDay[], period: Period) => {
    const within = all.filter(({ day }) => day >= period.from && day <= period.to);
    return new PeriodRollup(period, snapshot.countedDays(period), within, qualifying);
  };
  const { period, previous, preceding } = periods;
  const asked = filter ? days.map(day => filterDay(day, filter)) : days;
  const current = rollupOf(asked, period);
  const unfiltered = filter ? rollupOf(days, period) : current;
  const facts = factsOf(definition, unfiltered);
  const mayName =
    definition.customer !== undefined &&
    definition.customer.pii !== 'drop' &&
    unfiltered.active().size >= leastCustomersForNames;
  if (filter?.kind === 'customer' && !mayName) {
    throw new InputError(
      `customer: fewer than ${leastCustomersForNames} customers were active, so none may be told apart`,
    );
  }
  const before = previous && rollupOf(asked, previous);
  const isSame = previous?.from === preceding.from && previous.to === preceding.to;
  const context: InsightContext = {
    definition,
    current,
    previous: before,
    preceding: before && isSame ? before : rollupOf(asked, preceding),
    firstSeen,
    historyStart: snapshot.historyStart ?? period.from,
    comparison: previous ? (whyNotComparable(snapshot, period, previous) ?? 'comparable') : 'none',
    limit,
    grain,
    filter,
    mayName,
    cohortDays: cohorts ? rollupOf(asked, retentionWindow(period)) : undefined,
    newVersion,
  };
  return { context, facts: { ...facts, calls: current.total().calls } };
}

/** When a customer of a dataset counts as active. */
export function qualifyingOf(definition: DatasetDefinition): Qualifying {
  return definition.customer?.qualifying ?? 'any';
}

/** What a filter offers: more names than this nobody picks from a list. */
const mostOperations = 100;

function factsOf(definition: DatasetDefinition, unfiltered: PeriodRollup): AnswerFacts {
  const active = unfiltered.active().size;
  const { calls } = unfiltered.total();
  const isNameable = definition.customer !== undefined && definition.customer.pii !== 'drop';
  return {
    calls,
    fewCustomers: isNameable && calls > 0 && active < leastCustomersForNames,
    lastEventDay:
      unfiltered.countedDays.findLast(day => (unfiltered.byDay().get(day)?.calls ?? 0) > 0) ?? null,
    regions: [...unfiltered.byRegion().keys()].filter(region => region !== '').sort(),
    operations: [...unfiltered.byOperation()]
      .filter(([name]) => name !== '')
      .map(([name, tally]) => ({ name, calls: tally.calls }))
      .sort(byCallsThenName)
      .slice(0, mostOperations)
      .map(({ name }) => name),
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
