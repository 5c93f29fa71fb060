import { randomUUID } from 'node:crypto';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { executeRun, type RunContext, type RunEnd } from './executeRun';
import type { ClaimedRun } from './Run';
import type { RunSource, RunStore } from './RunStore';

/** An engine's share of the work: what may run on it, and how much at once. */
export type WorkerLane = {
  concurrency: number;
  sources: readonly (RunSource & { context: RunContext })[];
};

/** What a worker does besides runs. */
export type RunWorkerOptions = {
  runs: RunStore;
  lanes: readonly WorkerLane[];
  logger: LoggerService;
  /** Called with the datasets of which days were published, when there is nothing left to do. */
  onDrained(datasetIds: ReadonlySet<string>): Promise<void>;
};

/** How long an idle lane waits before it looks at the queue unasked: another replica may have put something there. */
const idleMs = 5_000;
const progressMs = 5_000;

/**
 * Takes runs from the queue and carries them out, as many at once as engines allow. Every replica has one.
 */
export class RunWorker {
  readonly #options: RunWorkerOptions;
  readonly #owner = randomUUID();
  readonly #inFlight = new Map<string, { fence: number; abort: AbortController }>();
  readonly #finished = new Map<string, number>();
  readonly #published = new Set<string>();
  readonly #wakers = new Set<() => void>();
  #wakes = 0;
  #busyLanes = 0;
  #timers: NodeJS.Timeout[] = [];
  #loops: Promise<void>[] = [];
  #isStopping = false;

  constructor(options: RunWorkerOptions) {
    this.#options = options;
  }

  start(): void {
    this.#timers = [
      setInterval(() => this.#keepLeases(), this.#options.runs.leaseMs / 3),
      setInterval(() => this.#logProgress(), progressMs),
    ];
    this.#busyLanes = this.#options.lanes.length;
    this.#loops = this.#options.lanes.map(lane => this.#loop(lane));
  }

  /** Looks at the queue now. */
  wake(): void {
    this.#wakes += 1;
    for (const wake of this.#wakers) wake();
  }

  /**
   * Takes nothing more, leaves what is in flight as it is, and hands the leases back: another replica goes on with
   * the engine's runs at once.
   */
  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#timers.forEach(clearInterval);
    for (const { abort } of this.#inFlight.values()) abort.abort(new Error('The worker stops'));
    this.wake();
    await Promise.all(this.#loops);
    await this.#options.runs.handBack(this.#owner);
  }

  async #loop(lane: WorkerLane): Promise<void> {
    const running = new Set<Promise<void>>();
    let isBusy = true;
    while (!this.#isStopping) {
      const wakes = this.#wakes;
      const claimed = await this.#claim(lane, lane.concurrency - running.size);
      for (const run of claimed) {
        const execution = this.#execute(run, lane).finally(() => running.delete(execution));
        running.add(execution);
      }
      if (claimed.length > 0 && !isBusy) {
        isBusy = true;
        this.#busyLanes += 1;
      }
      if (isBusy && running.size === 0) {
        isBusy = false;
        this.#busyLanes -= 1;
        if (this.#busyLanes === 0) await this.#drained();
      }
      const pause = this.#pause(wakes);
      await Promise.race([...running, pause.over]);
      pause.cancel();
    }
    await Promise.all(running);
  }

  async #claim(lane: WorkerLane, free: number): Promise<ClaimedRun[]> {
    try {
      return await this.#options.runs.claim(this.#owner, lane.sources, free);
    } catch (error) {
      this.#options.logger.warn(`The queue of runs cannot be read: ${error}`);
      return [];
    }
  }

  async #execute(run: ClaimedRun, lane: WorkerLane): Promise<void> {
    const context = lane.sources.find(
      ({ datasetId, source }) => datasetId === run.datasetId && source === run.source,
    )?.context;
    if (context === undefined) return;
    const abort = new AbortController();
    this.#inFlight.set(run.id, { fence: run.fence, abort });
    try {
      this.#count(run, await executeRun(run, context, abort.signal));
    } catch (error) {
      // The lease expires, and whoever claims the run goes on with it: nothing is lost.
      this.#options.logger.error(`Run ${run.id} could not be finished: ${error}`);
    } finally {
      this.#inFlight.delete(run.id);
    }
  }

  #count(run: ClaimedRun, end: RunEnd): void {
    if (end.end !== 'published') return;
    this.#finished.set(run.datasetId, (this.#finished.get(run.datasetId) ?? 0) + 1);
    if (end.publication === 'published') this.#published.add(run.datasetId);
  }

  /** Whoever lost a lease stops working: the fence keeps it from writing, and this from wasting. */
  async #keepLeases(): Promise<void> {
    const working = [...this.#inFlight];
    if (working.length === 0) return;
    try {
      const held = await this.#options.runs.extend(
        this.#owner,
        working.map(([id]) => id),
      );
      for (const [id, { fence, abort }] of working) {
        if (held.get(id) !== fence) abort.abort(new Error('The lease is lost'));
      }
    } catch (error) {
      this.#options.logger.warn(`Leases cannot be extended: ${error}`);
    }
  }

  async #logProgress(): Promise<void> {
    if (this.#finished.size === 0 || this.#busyLanes === 0) return;
    const open = await this.#options.runs.openRuns().catch(() => new Map<string, number>());
    for (const [datasetId, finished] of this.#finished) {
      const total = finished + (open.get(datasetId) ?? 0);
      this.#options.logger.info(`${finished} of ${total} days of ${datasetId} published`);
    }
  }

  async #drained(): Promise<void> {
    for (const [datasetId, finished] of this.#finished) {
      this.#options.logger.info(`${finished} days of ${datasetId} published`);
    }
    this.#finished.clear();
    const published = new Set(this.#published);
    this.#published.clear();
    if (published.size === 0) return;
    try {
      await this.#options.onDrained(published);
    } catch (error) {
      this.#options.logger.error(`What follows publishing failed: ${error}`);
    }
  }

  /** Waits to be woken, for a while at most, and not at all when it was since the queue was looked at. */
  #pause(wakesBefore: number): { over: Promise<void>; cancel(): void } {
    let cancel = () => {};
    const over = new Promise<void>(resolve => {
      const timer = setTimeout(resolve, idleMs * (0.8 + Math.random() * 0.4));
      this.#wakers.add(resolve);
      cancel = () => {
        clearTimeout(timer);
        this.#wakers.delete(resolve);
      };
      if (this.#isStopping || this.#wakes !== wakesBefore) resolve();
    });
    return { over, cancel };
  }
}
