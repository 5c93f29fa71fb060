import type { LoggerService } from '@backstage/backend-plugin-api';
import pLimit from 'p-limit';

/** What visits need. */
export type VisitedDatasetsOptions = {
  /** Plans datasets, unless that was begun within so many milliseconds, and has done what is due. */
  refresh(datasetIds: ReadonlySet<string>, unlessWithinMs: number): Promise<void>;
  logger: LoggerService;
};

/** Planning is late when a tick or two did not come. */
const lateMs = 120_000;

/** So often a replica looks whether planning is late, however many people look at a dataset. */
const lookAgainMs = 30_000;

/**
 * Plans datasets that someone looks at, should the scheduler have stopped doing so. Nobody waits for it, one dataset is
 * planned at a time, and the tables say whether anything is to be done.
 */
export class VisitedDatasets {
  readonly #options: VisitedDatasetsOptions;
  readonly #lookedMs = new Map<string, number>();
  readonly #one = pLimit(1);

  constructor(options: VisitedDatasetsOptions) {
    this.#options = options;
  }

  /** Notes that someone looks at a dataset. */
  note(datasetId: string): void {
    const nowMs = performance.now();
    if (nowMs - (this.#lookedMs.get(datasetId) ?? -Infinity) < lookAgainMs) return;
    this.#lookedMs.set(datasetId, nowMs);
    const { refresh, logger } = this.#options;
    this.#one(() => refresh(new Set([datasetId]), lateMs)).catch(error =>
      logger.warn(`Dataset ${datasetId} could not be planned for a visitor: ${error}`),
    );
  }
}
