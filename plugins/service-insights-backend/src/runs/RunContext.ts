import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Engine } from 'backstage-plugin-service-insights-node';
import type { Budgets } from '../budget/Budgets';
import type { DatasetSource, LoadedDataset } from '../definitions/LoadedDataset';
import type { CustomerKeyPolicy } from '../publish/customerKey';
import type { DayStore } from '../publish/DayStore';
import type { EnginePoller } from './EnginePoller';
import type { RunStore } from './RunStore';

/** What carrying out a run needs. */
export type RunContext = {
  dataset: LoadedDataset;
  source: DatasetSource;
  engine: Engine;
  poller: EnginePoller;
  runs: RunStore;
  days: DayStore;
  budgets: Budgets;
  customerKeys: CustomerKeyPolicy;
  logger: LoggerService;
};
