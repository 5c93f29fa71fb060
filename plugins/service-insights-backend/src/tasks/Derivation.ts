import type { LoggerService } from '@backstage/backend-plugin-api';
import pLimit from 'p-limit';
import type { Datasets, LoadedDataset } from '../definitions/LoadedDataset';

/** Computes what is derived from a dataset's days, unless it is up to date. */
export interface Deriver {
  derive(dataset: LoadedDataset): Promise<void>;
}

/**
 * Keeps what is derived from days up with them: one dataset at a time, as it is work for the database and this process
 * alone. A failure is logged and made good by the next time: readers then compute for themselves.
 */
export class Derivation {
  readonly #datasets: Datasets;
  readonly #deriver: Deriver;
  readonly #logger: LoggerService;
  readonly #one = pLimit(1);
  readonly #waiting = new Set<string>();

  constructor(options: { datasets: Datasets; deriver: Deriver; logger: LoggerService }) {
    this.#datasets = options.datasets;
    this.#deriver = options.deriver;
    this.#logger = options.logger;
  }

  /** @param datasetIds - only these; all when left out */
  async run(datasetIds?: ReadonlySet<string>): Promise<void> {
    for (const dataset of this.#datasets.all()) {
      const { id } = dataset.definition;
      if (datasetIds !== undefined && !datasetIds.has(id)) continue;
      if (this.#waiting.has(id)) continue; // someone is about to do it
      this.#waiting.add(id);
      try {
        await this.#one(() => {
          this.#waiting.delete(id);
          return this.#deriver.derive(dataset);
        });
      } catch (error) {
        this.#logger.warn(`The standard periods of ${id} could not be computed: ${error}`);
      }
    }
  }
}
