import type { MetricsService } from '@backstage/backend-plugin-api/alpha';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { addDays, startOfDay } from 'backstage-plugin-service-insights-common';
import type { Datasets } from '../../definitions/LoadedDataset';
import type { RollupStore } from '../../read/RollupStore';
import { Snapshots } from '../../read/Snapshots';
import type { Ledger } from '../Ledger';

/**
 * Tells whoever collects metrics how long the queues are, how long the oldest due run waits, and how old the data is.
 * They are looked up in the database when they are collected: every replica tells the same.
 */
export function observeQueue(options: {
  metrics: MetricsService;
  datasets: Datasets;
  ledger: Ledger;
  store: RollupStore;
  logger: LoggerService;
  /** Milliseconds since 1970, by which the data is old. */
  now: () => number;
}): void {
  const { metrics, datasets, ledger, store, logger, now } = options;
  const snapshots = new Snapshots(store);
  const unlessItFails = async (observe: () => Promise<void>) => {
    try {
      await observe();
    } catch (error) {
      logger.warn(`Metrics of the queue cannot be collected: ${error}`);
    }
  };

  metrics
    .createObservableGauge('service_insights.queue.length', {
      description: 'Runs that wait or are in flight',
      unit: '{run}',
    })
    .addCallback(result =>
      unlessItFails(async () => {
        const queues = await ledger.queues();
        for (const { definition } of datasets.all()) {
          const queue = queues.get(definition.id);
          const of = { dataset: definition.id };
          result.observe(queue?.waiting ?? 0, { ...of, state: 'waiting' });
          result.observe(queue?.running ?? 0, { ...of, state: 'running' });
        }
      }),
    );

  metrics
    .createObservableGauge('service_insights.queue.oldest_age', {
      description: 'How long the oldest due run waits',
      unit: 's',
    })
    .addCallback(result =>
      unlessItFails(async () => {
        const queues = await ledger.queues();
        for (const { definition } of datasets.all()) {
          const oldestDueAt = queues.get(definition.id)?.oldestDueAt;
          const ageMs = oldestDueAt ? Math.max(0, Date.now() - Date.parse(oldestDueAt)) : 0;
          result.observe(ageMs / 1_000, { dataset: definition.id });
        }
      }),
    );

  metrics
    .createObservableGauge('service_insights.dataset.data_age', {
      description: 'How long the last complete day has been over',
      unit: 's',
    })
    .addCallback(result =>
      unlessItFails(async () => {
        const heads = await store.heads(datasets.all().map(({ definition }) => definition.id));
        for (const dataset of datasets.all()) {
          const { id } = dataset.definition;
          const { dataThrough } = await snapshots.at(dataset, heads.get(id));
          if (dataThrough === undefined) continue;
          const ageMs = now() - startOfDay(addDays(dataThrough, 1));
          result.observe(ageMs / 1_000, { dataset: id });
        }
      }),
    );
}
