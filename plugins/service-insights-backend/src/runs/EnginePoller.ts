import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Engine, EngineRunStatus } from 'backstage-plugin-service-insights-node';

/** The pause between two looks at a run is at most so many times the one before. */
const growth = 1.25;

const longestPauseMs = 15_000;

/** How old a run is at its first look: the later, the more of them share one. A look before is no look. */
const firstLookMs = { earliest: 100, latest: 150 };

/** So many runs can be asked about with one question, on any engine. */
const runsPerQuestion = 50;

/** An engine may not know a run in the moment after it started it; a run it misses this often in a row is gone. */
const missesUntilGone = 3;

type Watched = {
  sinceMs: number;
  lookAtMs: number;
  misses: number;
  end(status: EngineRunStatus | undefined): void;
};

/**
 * Watches all runs that are in flight on an engine. One that is due takes the others along: a question about fifty costs
 * what one about a single run costs.
 *
 * The first look comes after 100 to 150 ms; sooner where the recent runs took less, as on an embedded engine. An engine
 * that does not answer is asked again: the run goes on meanwhile.
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
        const lookAtMs = sinceMs + this.#firstLook().latest;
        this.#watched.set(id, { sinceMs, lookAtMs, misses: 0, end: resolve });
        this.#schedule();
      });
    } finally {
      stopWatching();
      this.#watched.delete(id);
    }
  }

  #firstLook(): { earliest: number; latest: number } {
    const soonMs = Math.max(Math.min(...this.#recentMs) * 0.7, 2);
    return {
      earliest: Math.min(soonMs, firstLookMs.earliest),
      latest: Math.min(soonMs, firstLookMs.latest),
    };
  }

  #schedule(): void {
    if (this.#isLooking || this.#watched.size === 0) return;
    clearTimeout(this.#timer);
    const first = Math.min(...[...this.#watched.values()].map(({ lookAtMs }) => lookAtMs));
    this.#timer = setTimeout(() => this.#look(), Math.max(0, first - performance.now()));
  }

  async #look(): Promise<void> {
    this.#isLooking = true;
    const firstLook = this.#firstLook();
    const oldEnoughMs = performance.now() - firstLook.earliest;
    const asked = [...this.#watched]
      .filter(([, { sinceMs }]) => sinceMs <= oldEnoughMs)
      .sort(([, a], [, b]) => a.lookAtMs - b.lookAtMs)
      .slice(0, runsPerQuestion);
    try {
      const found = await this.#engine.status(asked.map(([id]) => id));
      for (const [id, run] of asked) this.#take(run, found.get(id));
    } catch (error) {
      this.#logger.warn(
        `Engine ${this.#engine.name} does not say how its runs are doing: ${error}`,
      );
    }
    const afterMs = performance.now();
    for (const [, run] of asked) {
      // The sum of pauses that grow by a factor is the age: this is the next of them.
      const pauseMs = firstLook.latest + (afterMs - run.sinceMs) * (growth - 1);
      run.lookAtMs = afterMs + Math.min(pauseMs, longestPauseMs);
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
