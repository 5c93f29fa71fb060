import type { LoggerService } from '@backstage/backend-plugin-api';
import type { RunEnd } from './RunEnd';
import type { ClaimedRun } from './Run';

/** What a worker has done since it last had nothing to do. */
export class RunProgress {
  readonly #logger: LoggerService;
  readonly #finished = new Map<string, number>();
  #published = new Set<string>();

  constructor(logger: LoggerService) {
    this.#logger = logger;
  }

  /** Counts a run that is over. */
  count({ datasetId }: ClaimedRun, end: RunEnd): void {
    if (end.state !== 'done') return;
    this.#finished.set(datasetId, (this.#finished.get(datasetId) ?? 0) + 1);
    if (end.publication === 'published') this.#published.add(datasetId);
  }

  /** Says how far the datasets are. */
  async log(openRuns: () => Promise<ReadonlyMap<string, number>>): Promise<void> {
    if (this.#finished.size === 0) return;
    const open = await openRuns().catch(() => new Map<string, number>());
    for (const [datasetId, finished] of this.#finished) {
      const total = finished + (open.get(datasetId) ?? 0);
      this.#logger.info(`${finished} of ${total} days of ${datasetId} published`);
    }
  }

  /** Begins anew. @returns the datasets of which days were published */
  take(): ReadonlySet<string> {
    for (const [datasetId, finished] of this.#finished) {
      this.#logger.info(`${finished} days of ${datasetId} published`);
    }
    this.#finished.clear();
    const published = this.#published;
    this.#published = new Set();
    return published;
  }
}
