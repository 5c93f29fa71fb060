import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Datasets } from '../definitions/LoadedDataset';
import { refreshDataset, type RefreshOptions } from './refreshDataset';

/** What a tick needs. */
export type RefreshTickOptions = Omit<RefreshOptions, 'retryOperatorFailures'> & {
  datasets: Datasets;
  logger: LoggerService;
};

/**
 * Plans all datasets. The scheduler calls it on one replica at a time, about; anyone signed in can make the scheduler
 * call it: so it starts nothing but what is due by the tables.
 */
export class RefreshTick {
  readonly #options: RefreshTickOptions;
  readonly #served = new Set<string>();
  #isFirst = true;

  constructor(options: RefreshTickOptions) {
    this.#options = options;
  }

  /**
   * @param datasetIds - only these; all when left out
   * @returns how many runs were put into the queue
   */
  async run(datasetIds?: ReadonlySet<string>): Promise<number> {
    const { datasets, logger, engines, runs } = this.#options;
    const retryOperatorFailures = this.#isFirst;
    this.#isFirst = false;
    let enqueued = 0;
    for (const dataset of datasets.all()) {
      const { id } = dataset.definition;
      if (datasetIds !== undefined && !datasetIds.has(id)) continue;
      try {
        const refreshed = await refreshDataset(dataset, {
          ...this.#options,
          retryOperatorFailures,
        });
        enqueued += refreshed.enqueued;
        if (refreshed.enqueued > 0) logger.info(`${refreshed.enqueued} days of ${id} to be read`);
        if (refreshed.removedDays > 0)
          logger.info(`${refreshed.removedDays} old days of ${id} removed`);
        if (refreshed.isServed && !this.#served.has(id)) {
          this.#served.add(id);
          logger.info(`Version ${dataset.version} of ${id} is served`);
        }
      } catch (error) {
        logger.warn(`Dataset ${id} could not be planned: ${error}`);
      }
    }
    for (const { source, engineRunId } of await runs.cancelAbandoned(sourcesOf(datasets))) {
      const engine = engines.get(source.split(':')[0]);
      await engine
        ?.stop(engineRunId)
        .catch(error => logger.warn(`A run cannot be stopped: ${error}`));
    }
    return enqueued;
  }
}

function sourcesOf(datasets: Datasets) {
  return datasets
    .all()
    .flatMap(({ definition, version, sources }) =>
      sources.map(({ name }) => ({ datasetId: definition.id, version, source: name })),
    );
}
