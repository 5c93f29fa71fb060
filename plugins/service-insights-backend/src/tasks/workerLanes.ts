import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Engine } from 'backstage-plugin-service-insights-node';
import type { Budgets } from '../budget/Budgets';
import type { Datasets, LoadedDataset } from '../definitions/LoadedDataset';
import type { CustomerKeyPolicy } from '../publish/customerKey';
import type { DayStore } from '../publish/DayStore';
import { EnginePoller } from '../runs/EnginePoller';
import type { RunStore } from '../runs/RunStore';
import type { WorkerLane } from '../runs/RunWorker';

const usualConcurrency = 4;

/** One lane for each engine, with everything that runs on it. */
export function workerLanes(options: {
  datasets: Datasets;
  engines: ReadonlyMap<string, Engine>;
  runs: RunStore;
  days: DayStore;
  budgets: Budgets;
  hashKey: string | undefined;
  logger: LoggerService;
}): WorkerLane[] {
  const { datasets, engines, runs, days, budgets, hashKey, logger } = options;
  return [...engines.values()].map(engine => {
    const poller = new EnginePoller(engine, logger);
    const enabled = datasets.all().filter(({ definition }) => definition.enabled);
    const sources = enabled.flatMap(dataset =>
      dataset.sources
        .filter(source => source.engine === engine.name)
        .map(source => ({
          datasetId: dataset.definition.id,
          version: dataset.version,
          source: source.name,
          context: {
            dataset,
            source,
            engine,
            poller,
            runs,
            days,
            budgets,
            customerKeys: customerKeysOf(dataset, hashKey),
            logger,
          },
        })),
    );
    return { concurrency: engine.concurrency ?? usualConcurrency, sources };
  });
}

function customerKeysOf(
  { definition }: LoadedDataset,
  hashKey: string | undefined,
): CustomerKeyPolicy {
  if (definition.customer?.pii !== 'hash') return { pii: 'keep', hashKey };
  if (hashKey === undefined) throw new Error('A dataset that hashes was loaded without a key');
  return { pii: 'hash', hashKey };
}
