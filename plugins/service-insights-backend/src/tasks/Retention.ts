import type { LoggerService } from '@backstage/backend-plugin-api';
import type { DatabaseRetention } from '../database/DatabaseRetention';
import type { Datasets } from '../definitions/LoadedDataset';
import { keptDays } from '../plan/planDays';

/** How long things are kept that are no days: those go by the history of their dataset. */
export type RetentionSettings = {
  runsMs: number;
  /** What a definition had that is gone. */
  removedDatasetsMs: number;
};

/** What removing needs. */
export type RetentionOptions = {
  datasets: Datasets;
  store: DatabaseRetention;
  keep: RetentionSettings;
  /** The plugin's clock. */
  clock: () => number;
  logger: LoggerService;
};

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/**
 * Removes what is not kept any more, besides days: old runs, customers nobody counts any more, and what is left of
 * datasets that are in no definition. However many replicas call it, and however often: once an hour.
 */
export class Retention {
  readonly #options: RetentionOptions;
  readonly #missing = new Set<string>();

  constructor(options: RetentionOptions) {
    this.#options = options;
  }

  async run(): Promise<void> {
    const { store, logger } = this.#options;
    try {
      if (!(await store.begin(hourMs))) return;
      await this.#removeRuns();
      await this.#removeCustomers();
      await this.#removeDatasets();
    } catch (error) {
      logger.warn(`What is not kept any more could not be removed: ${error}`);
    }
  }

  async #removeRuns(): Promise<void> {
    const { store, keep, clock, logger } = this.#options;
    const removed = await store.removeRuns(clock() - keep.runsMs);
    if (removed > 0) logger.info(`${removed} old runs removed from the ledger`);
  }

  /** By months, as they are marked: whoever was seen in the first month that has a kept day stays. */
  async #removeCustomers(): Promise<void> {
    const { datasets, store, clock, logger } = this.#options;
    for (const { definition } of datasets.all()) {
      if (!definition.enabled) continue; // its days stay, however old they get
      const { from } = keptDays(definition, clock());
      const removed = await store.removeCustomers(definition.id, from.slice(0, 7));
      if (removed > 0)
        logger.info(`${removed} customers of ${definition.id} removed: not seen since`);
    }
  }

  /** A definition may be missing by mistake: so there is time, and a word in the log. */
  async #removeDatasets(): Promise<void> {
    const { datasets, store, keep, logger } = this.#options;
    const loaded = datasets.all().map(({ definition: { id } }) => id);
    for (const { id, missingMs } of await store.noteMissing(loaded)) {
      if (missingMs >= keep.removedDatasetsMs) {
        if (await store.removeDataset(id)) logger.info(`Everything of dataset ${id} is removed`);
      } else if (!this.#missing.has(id)) {
        const days = Math.ceil((keep.removedDatasetsMs - missingMs) / dayMs);
        logger.warn(
          `No definition has dataset ${id} any more: its data is removed in ${days} days`,
        );
        this.#missing.add(id);
      }
    }
  }
}
