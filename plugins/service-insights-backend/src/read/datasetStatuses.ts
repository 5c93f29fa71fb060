import type { Entity } from '@backstage/catalog-model';
import {
  addDays,
  isoDurationMs,
  presetPeriod,
  type DatasetsAnswer,
} from 'backstage-plugin-service-insights-common';
import { newestDueDay, type DatasetSnapshot } from './DatasetSnapshot';
import type { DatasetHead, RollupStore } from './RollupStore';
import type { ServedDataset } from './ServedDatasets';
import { servicesOf } from './servicesOf';
import { compareText } from './usage';

type Status = DatasetsAnswer['datasets'][number];
type ServedHead = ServedDataset & { head: DatasetHead | undefined };

/** So many services without an entity are named. */
const mostUnmapped = 100;

/** How every dataset is doing, for who operates the portal: coverage counts all services, whoever may read them. */
export async function datasetStatuses(options: {
  store: RollupStore;
  served: readonly ServedHead[];
  entities: readonly Entity[];
  now: number;
}): Promise<Status[]> {
  const { store, served, entities, now } = options;
  const ids = served.map(({ dataset }) => dataset.definition.id);
  return Promise.all(
    served.map(async one => {
      const { definition } = one.dataset;
      const mapped = new Set(entities.flatMap(entity => servicesOf(entity, definition, ids)));
      return datasetStatus(store, one, mapped, now);
    }),
  );
}

async function datasetStatus(
  store: RollupStore,
  { dataset, snapshot, head }: ServedHead,
  mapped: ReadonlySet<string>,
  now: number,
): Promise<Status> {
  const { definition } = dataset;
  const working = { datasetId: definition.id, version: dataset.version };
  const newestDue = newestDueDay(now, isoDurationMs(definition.lag));
  const kept = { from: addDays(newestDue, 1 - definition.history), to: newestDue };
  const { expectedDays, presentDays, missing } = snapshot.completeness(kept, newestDue);
  return {
    id: definition.id,
    title: definition.title ?? definition.id,
    owner: definition.owner ?? null,
    version: head?.version ?? null,
    building: head?.version === dataset.version ? null : dataset.version,
    dataThrough: snapshot.dataThrough ?? null,
    historyStart: snapshot.historyStart ?? null,
    days: {
      due: expectedDays,
      published: presentDays,
      missing: missing.length,
      waiting: await store.waitingDays(working),
    },
    lastFailure: (await store.lastFailure(working)) ?? null,
    coverage: await coverage(store, snapshot, mapped),
    quality: await quality(store, snapshot),
  };
}

/** What the events of the last four weeks suffered. */
async function quality(store: RollupStore, snapshot: DatasetSnapshot): Promise<Status['quality']> {
  if (!snapshot.dataThrough) return null;
  const period = presetPeriod('28d', snapshot.dataThrough);
  return { period, ...(await store.quality(snapshot, period)) };
}

/** Which calls of the last four weeks belong to a service that an entity stands for. */
async function coverage(
  store: RollupStore,
  snapshot: DatasetSnapshot,
  mapped: ReadonlySet<string>,
): Promise<Status['coverage']> {
  if (!snapshot.dataThrough) return null;
  const period = presetPeriod('28d', snapshot.dataThrough);
  const { datasetId, version } = snapshot;
  const scope = { datasetId, version, services: undefined, regions: undefined };
  const totals = await store.totals(scope, snapshot.countedDays(period));
  const unmapped = totals.filter(({ service }) => !mapped.has(service));
  const sum = (list: readonly { calls: number }[]) =>
    list.reduce((calls, one) => calls + one.calls, 0);
  return {
    period,
    calls: sum(totals),
    mappedCalls: sum(totals) - sum(unmapped),
    unmapped: unmapped
      .map(({ service, calls }) => ({ service, calls }))
      .sort((a, b) => b.calls - a.calls || compareText(a.service, b.service))
      .slice(0, mostUnmapped),
  };
}
