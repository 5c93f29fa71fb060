import type { ServicesAnswer, ServicesQuery } from 'backstage-plugin-service-insights-common';
import type { Binding } from './bindingsOf';
import type { DatasetSnapshot } from './DatasetSnapshot';
import type { QuestionPeriods } from './periodsOf';
import type { RollupStore, ServiceTotals } from './RollupStore';
import { failedCalls, failureRate, sumOfTallies, type Tally } from './Tally';
import { compareText } from './usage';

type Row = ServicesAnswer['data']['services'][number];

/**
 * The services of entities, most called first. Only the services that the given entities stand for are looked at: no
 * row, total or order tells of another.
 */
export async function serviceRanking(
  store: RollupStore,
  snapshot: DatasetSnapshot,
  ask: { query: ServicesQuery; periods: QuestionPeriods; bindings: readonly Binding[] },
): Promise<{ services: Row[]; total: number; calls: number }> {
  const { query, periods, bindings } = ask;
  const { datasetId, version } = snapshot;
  const wanted = bindings
    .filter(({ services }) => services.length > 0)
    .filter(binding => isSought(binding, query.q));
  const services = [...new Set(wanted.flatMap(binding => binding.services))];
  const totalsOf = async (period: QuestionPeriods['period']) => {
    const days = snapshot.countedDays(period);
    const totals = await store.totals(
      { datasetId, version, services, regions: query.region },
      days,
    );
    return new Map(totals.map(total => [total.service, total]));
  };
  const now = await totalsOf(periods.period);
  const before = periods.previous && (await totalsOf(periods.previous));
  const rows = wanted
    .map(binding => rowOf(binding, now, before))
    .sort((a, b) => b.calls - a.calls || compareText(a.entityRef, b.entityRef));
  return {
    services: rows.slice(query.offset, query.offset + query.limit),
    total: rows.length,
    calls: rows.reduce((sum, { calls }) => sum + calls, 0),
  };
}

function isSought({ entityRef, services }: Binding, text: string | undefined): boolean {
  if (text === undefined) return true;
  const sought = text.toLocaleLowerCase('en');
  return [entityRef, ...services].some(name => name.toLocaleLowerCase('en').includes(sought));
}

function rowOf(
  { entityRef, services }: Binding,
  now: ReadonlyMap<string, ServiceTotals>,
  before: ReadonlyMap<string, ServiceTotals> | undefined,
): Row {
  const tally = united(services, now);
  return {
    entityRef,
    service: services.join(', '),
    calls: tally.calls,
    previousCalls: before ? united(services, before).calls : null,
    failedCalls: failedCalls(tally),
    serviceFaults: tally.serviceFaults,
    callerFaults: tally.callerFaults,
    throttled: tally.throttled,
    failureRate: failureRate(tally),
  };
}

function united(services: readonly string[], totals: ReadonlyMap<string, ServiceTotals>): Tally {
  return sumOfTallies(services.flatMap(service => totals.get(service) ?? []));
}
