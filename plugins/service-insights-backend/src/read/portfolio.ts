import {
  describeChange,
  lengthOf,
  type ComparisonGround,
  type Figure,
  type PortfolioAnswer,
  type PortfolioRow,
} from 'backstage-plugin-service-insights-common';
import type { LoadedDataset } from '../definitions/LoadedDataset';
import type { Binding } from './bindingsOf';
import type { DatasetSnapshot } from './DatasetSnapshot';
import { whyNotComparable } from './envelope';
import type { QuestionPeriods, StandardPeriod } from './periodsOf';
import type { PortfolioFacts } from './portfolioFacts';
import type { RollupStore } from './RollupStore';
import type { ServedDataset } from './ServedDatasets';
import { decodePortfolioFacts, isReadable } from './standardPeriodPayload';
import { emptyTally, failureRate, sumOfTallies, validCalls, type Tally } from './Tally';
import { compareText } from './usage';

type Ask = {
  standard: StandardPeriod;
  periods: QuestionPeriods;
  bindings: readonly Binding[];
};

/** What is known of a service: without attention and days where it is not computed yet. */
type KnownService = Pick<PortfolioFacts, 'now' | 'before'> & Partial<PortfolioFacts>;

/** A row with the counts that it is made from. */
export type CountedRow = {
  row: PortfolioRow;
  now: Tally;
  before: Tally | undefined;
  impact: number;
};

/** The rows of a dataset: one statement, and two more while a published day is not computed yet. */
export async function portfolioRows(
  store: RollupStore,
  { dataset, snapshot }: ServedDataset,
  { standard, periods, bindings }: Ask,
): Promise<CountedRow[]> {
  if (!snapshot.dataThrough) return [];
  const services = [...new Set(bindings.flatMap(binding => binding.services))];
  if (services.length === 0) return [];
  const known = await knownServices(store, snapshot, services, standard, periods);
  const reason = periods.previous && whyNotComparable(snapshot, periods.period, periods.previous);
  return bindings.flatMap(({ entityRef, services: own }) => {
    const found = own.flatMap(service => known.get(service) ?? []);
    return found.length > 0
      ? [
          rowOf(
            dataset,
            { entityRef, services: own, reason, days: lengthOf(periods.period) },
            found,
          ),
        ]
      : [];
  });
}

/** Puts the rows of all datasets together: each entity once, from the first dataset that knows it. */
export function portfolioData(
  entityRef: string,
  total: number,
  read: readonly { rows: readonly CountedRow[] }[],
): PortfolioAnswer['data'] {
  const rows = new Map<string, CountedRow>();
  for (const counted of read.flatMap(one => one.rows)) {
    if (!rows.has(counted.row.entityRef)) rows.set(counted.row.entityRef, counted);
  }
  const all = [...rows.values()].sort(
    (a, b) =>
      Number(hasAttention(b)) - Number(hasAttention(a)) ||
      b.impact - a.impact ||
      b.now.calls - a.now.calls ||
      compareText(a.row.entityRef, b.row.entityRef),
  );
  const notComparable = all.find(({ row }) => row.calls.change.kind === 'notComparable');
  const now = sumOfTallies(all.map(one => one.now));
  const before = sumOfTallies(all.map(one => one.before ?? emptyTally()));
  return {
    entityRef,
    rows: all.map(({ row }) => row),
    calls: notComparable
      ? { ...notComparable.row.calls, value: now.calls, previous: before.calls }
      : figureOf('calls', now, before, undefined),
    coverage: { covered: all.length, total },
  };
}

function hasAttention({ row }: CountedRow): boolean {
  return (row.attention ?? []).length > 0;
}

async function knownServices(
  store: RollupStore,
  snapshot: DatasetSnapshot,
  services: readonly string[],
  standard: StandardPeriod,
  { period, previous }: QuestionPeriods,
): Promise<ReadonlyMap<string, KnownService>> {
  const { datasetId, version, revision } = snapshot;
  // The row of no service says that all services of the revision are there.
  const rows = await store.standardPeriods(snapshot, ['', ...services], ['', standard]);
  const current = rows.filter(row => row.revision === revision && isReadable(row.payload));
  const known = new Map<string, KnownService>(
    current
      .filter(({ service }) => service !== '')
      .map(({ service, payload }) => [service, decodePortfolioFacts(payload)]),
  );
  const isWhole = current.some(({ service }) => service === '');
  const unknown = isWhole ? [] : services.filter(service => !known.has(service));
  if (unknown.length === 0) return known;
  const scope = { datasetId, version, services: unknown, regions: undefined };
  const totalsOf = async (days: QuestionPeriods['period'] | undefined) =>
    days ? store.totals(scope, snapshot.countedDays(days)) : [];
  const [now, before] = await Promise.all([totalsOf(period), totalsOf(previous)]);
  for (const service of unknown) {
    const tallyIn = (totals: typeof now) =>
      sumOfTallies(totals.filter(one => one.service === service));
    const [tallyNow, tallyBefore] = [tallyIn(now), tallyIn(before)];
    if (tallyNow.calls + tallyBefore.calls === 0) continue;
    known.set(service, { now: tallyNow, before: previous ? tallyBefore : null });
  }
  return known;
}

type RowGround = {
  entityRef: string;
  services: readonly string[];
  reason: ReturnType<typeof whyNotComparable>;
  days: number;
};

function rowOf(
  { definition }: LoadedDataset,
  { entityRef, services, reason, days }: RowGround,
  found: readonly KnownService[],
): CountedRow {
  const now = sumOfTallies(found.map(one => one.now));
  const before = sumOfTallies(found.map(one => one.before ?? emptyTally()));
  const attention = found.flatMap(one => one.attention ?? []);
  const isComputed = found.every(one => one.attention !== undefined);
  const rate = figureOf('failureRate', now, before, reason);
  return {
    now,
    before,
    impact: impactOf(attention, before, days),
    row: {
      entityRef,
      dataset: definition.id,
      services: [...services],
      calls: figureOf('calls', now, before, reason),
      failureRate: definition.outcome
        ? rate
        : { value: null, previous: null, change: { kind: 'none' } },
      // Customers of two services may be the same ones: their sets are not read here.
      activeCustomers: found.length === 1 ? (found[0].activeCustomers ?? null) : null,
      series: sumOfSeries(found.map(one => one.series ?? [])),
      attention: isComputed ? attention : null,
    },
  };
}

function figureOf(
  metric: 'calls' | 'failureRate',
  now: Tally,
  before: Tally,
  reason: ReturnType<typeof whyNotComparable>,
): Figure {
  const ground: ComparisonGround = reason
    ? { kind: 'notComparable', reason }
    : {
        kind: 'comparable',
        calls: Math.min(validCalls(now), validCalls(before)),
        customers: 0,
      };
  const [value, previous] =
    metric === 'calls' ? [now.calls, before.calls] : [failureRate(now), failureRate(before)];
  return { value, previous, change: describeChange(metric, value, previous, ground) };
}

/** What a service's troubles cost, in calls: failed ones, and those per day that are not made any more. */
function impactOf(
  attention: NonNullable<PortfolioRow['attention']>,
  before: Tally,
  days: number,
): number {
  return attention.reduce((impact, one) => {
    switch (one.flag) {
      case 'failures-rising':
        return impact + one.excessFailedCalls;
      case 'usage-stopped':
        return impact + one.previousCalls / days;
      case 'usage-falling':
        return impact + (one.previousCalls - one.calls) / days;
      case 'customers-leaving':
        return impact + ((one.dormant / one.previousActive) * before.calls) / days;
      default:
        return impact;
    }
  }, 0);
}

function sumOfSeries(all: readonly (readonly (number | null)[])[]): (number | null)[] {
  const [first = [], ...others] = all;
  return others.reduce<(number | null)[]>(
    (sum, series) => sum.map((calls, i) => (calls === null ? null : calls + (series[i] ?? 0))),
    [...first],
  );
}
