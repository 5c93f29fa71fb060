import type { Datasets } from '../definitions/LoadedDataset';
import type { RollupStore } from './RollupStore';
import type { ServedDatasets } from './ServedDatasets';

/** What every question is answered from. */
export type Published = { store: RollupStore; datasets: Datasets; served: ServedDatasets };
