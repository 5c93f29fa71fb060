import type { Engine } from 'backstage-plugin-service-insights-node';
import type { Datasets, LoadedDataset } from '../definitions/LoadedDataset';
import { refreshDataset, type Refreshed, type RefreshOptions } from './refreshDataset';
import { SourceCalendar } from './SourceCalendar';

/** What a tick needs. */
export type RefreshTickOptions = Omit<RefreshOptions, 'retryOperatorFailures' | 'calendar'> & {
  datasets: Datasets;
  engines: ReadonlyMap<string, Engine>;
};

/**
 * Plans all datasets, each by itself: one that fails, or whose engine does not answer, holds up no other. The scheduler
 * calls it on one replica at a time, about; anyone signed in can make the scheduler call it: so it starts nothing but
 * what is due by the tables.
 */
export class RefreshTick {
  readonly #options: RefreshTickOptions;
  readonly #calendar: SourceCalendar;
  readonly #planned = new Set<string>();
  readonly #told = new Set<string>();

  constructor(options: RefreshTickOptions) {
    this.#options = options;
    this.#calendar = new SourceCalendar(options.engines);
  }

  /**
   * @param datasetIds - only these; all when left out
   * @param unlessWithinMs - none that some replica began to plan so recently
   * @returns how many runs were put into the queue
   */
  async run(datasetIds?: ReadonlySet<string>, unlessWithinMs?: number): Promise<number> {
    const asked = this.#options.datasets
      .all()
      .filter(({ definition: { id, enabled } }) => enabled && (datasetIds?.has(id) ?? true));
    const enqueued = await Promise.all(asked.map(dataset => this.#plan(dataset, unlessWithinMs)));
    return enqueued.reduce((a, b) => a + b, 0);
  }

  async #plan(dataset: LoadedDataset, unlessWithinMs: number | undefined): Promise<number> {
    const { plans, logger } = this.#options;
    const { id } = dataset.definition;
    try {
      if (!(await plans.begin(id, dataset.version, unlessWithinMs))) return 0;
      const retryOperatorFailures = !this.#planned.has(id);
      this.#planned.add(id);
      const refreshed = await refreshDataset(dataset, {
        ...this.#options,
        calendar: this.#calendar,
        retryOperatorFailures,
      });
      await plans.behind(id, refreshed.behind);
      this.#log(dataset, refreshed);
      return refreshed.enqueued;
    } catch (error) {
      logger.warn(`Dataset ${id} could not be planned: ${error}`);
      return 0;
    }
  }

  #log({ definition: { id }, version }: LoadedDataset, refreshed: Refreshed): void {
    const { logger } = this.#options;
    const { enqueued, carried, removedDays, isServed } = refreshed;
    const once = (message: string) => {
      if (!this.#told.has(message)) logger.info(message);
      this.#told.add(message);
    };
    if (carried === 'carried') logger.info(`The days of ${id} are kept in version ${version}`);
    if (carried === 'refused') {
      const parts = 'service, region, customer, measures or the names of its sources';
      once(`All days of ${id} are read again, as no day outlives a change of ${parts}`);
    }
    if (enqueued > 0) logger.info(`${enqueued} days of ${id} to be read`);
    if (removedDays > 0) logger.info(`${removedDays} old days of ${id} removed`);
    if (isServed) once(`Version ${version} of ${id} is served`);
  }
}
