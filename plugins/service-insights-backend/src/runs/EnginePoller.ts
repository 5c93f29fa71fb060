import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Engine, EngineRunStatus } from 'backstage-plugin-service-insights-node';

/** A look comes no later than this factor of a run's age after the one before. */
const growth = 1.25;

/** Looks that are due this much early, as a share of the run's age, come along with one that is due. */
const together = 0.12;

const longestPauseMs = 15_000;

/** An engine may not know a run in the moment after it started it; a run it misses this often in a row is gone. */
const missesUntilGone = 3;

type Watched = {
  sinceMs: number;
  lookAtMs: number;
  misses: number;
  end(status: EngineRunStatus | undefined): void;
};

/**
 * Watches all runs that are in flight on an engine, with one question for all that are due.
 *
 * The first look comes a bit before the shortest of the recent runs took: 20 ms on an embedded engine, seconds on a
 * lake. An engine that does not answer is asked again: the run goes on meanwhile.
 */
export class EnginePoller {
  readonly #engine: Engine;
  readonly #logger: LoggerService;
  readonly #watched = new Map<string, Watched>();
  #recentMs: number[] = [];
  #timer: NodeJS.Timeout | undefined;
  #isLooking = false;

  constructor(engine: Engine, logger: LoggerService) {
    this.#engine = engine;
    this.#logger = logger;
  }

  /**
   * Waits for a run to end.
   *
   * @returns nothing when the engine does not know the run (any more)
   * @throws the signal's reason when it is aborted; the run goes on
   */
  async wait(id: string, signal: AbortSignal): Promise<EngineRunStatus | undefined> {
    signal.throwIfAborted();
    const sinceMs = performance.now();
    let stopWatching = () => {};
    try {
      return await new Promise((resolve, reject) => {
        const onAbort = () => reject(signal.reason);
        signal.addEventListener('abort', onAbort, { once: true });
        stopWatching = () => signal.removeEventListener('abort', onAbort);
        const lookAtMs = sinceMs + this.#firstLookMs();
        this.#watched.set(id, { sinceMs, lookAtMs, misses: 0, end: resolve });
        this.#schedule();
      });
    } finally {
      stopWatching();
      this.#watched.delete(id);
    }
  }

  #firstLookMs(): number {
    const shortest = this.#recentMs.length === 0 ? 100 : Math.min(...this.#recentMs);
    return Math.min(Math.max(shortest * 0.7, 2), 1_000);
  }

  #schedule(): void {
    if (this.#isLooking || this.#watched.size === 0) return;
    clearTimeout(this.#timer);
    const first = Math.min(...[...this.#watched.values()].map(({ lookAtMs }) => lookAtMs));
    this.#timer = setTimeout(() => this.#look(), Math.max(0, first - performance.now()));
  }

  async #look(): Promise<void> {
    this.#isLooking = true;
    const nowMs = performance.now();
    const due = [...this.#watched].filter(
      ([, { sinceMs, lookAtMs }]) => lookAtMs <= nowMs + (nowMs - sinceMs) * together,
    );
    try {
      const found = await this.#engine.status(due.map(([id]) => id));
      for (const [id, run] of due) this.#take(run, found.get(id));
    } catch (error) {
      this.#logger.warn(
        `Engine ${this.#engine.name} does not say how its runs are doing: ${error}`,
      );
    }
    const afterMs = performance.now();
    for (const [, run] of due) {
      const pauseMs = Math.min((afterMs - run.sinceMs) * (growth - 1), longestPauseMs);
      run.lookAtMs = afterMs + Math.max(pauseMs, 1);
    }
    this.#isLooking = false;
    this.#schedule();
  }

  #take(run: Watched, status: EngineRunStatus | undefined): void {
    if (status === undefined) {
      run.misses += 1;
      if (run.misses >= missesUntilGone) run.end(undefined);
      return;
    }
    run.misses = 0;
    if (status.state === 'queued' || status.state === 'running') return;
    this.#recentMs = [...this.#recentMs.slice(-7), performance.now() - run.sinceMs];
    run.end(status);
  }
}
