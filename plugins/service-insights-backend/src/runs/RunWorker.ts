import { randomUUID } from 'node:crypto';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Budgets } from '../budget/Budgets';
import { executeRun } from './executeRun';
import type { ClaimedRun } from './Run';
import type { RunContext } from './RunContext';
import type { RunEnd } from './RunEnd';
import { RunProgress } from './RunProgress';
import type { RunSource, RunStore } from './RunStore';

/** An engine's share of the work: what may run on it, and how much at once. */
export type WorkerLane = {
  concurrency: number;
  sources: readonly (RunSource & { context: RunContext })[];
};

/** What a worker does besides runs. */
export type RunWorkerOptions = {
  runs: RunStore;
  budgets: Budgets;
  lanes: readonly WorkerLane[];
  logger: LoggerService;
  /** Told of each run that ended, or was put back into the queue, and how long it took from its claim. */
  onEnded?(run: ClaimedRun, end: RunEnd, durationMs: number): void;
  /** Called with the datasets of which days were published, when there is nothing left to do. */
  onDrained(datasetIds: ReadonlySet<string>): Promise<void>;
};

/**
 * What becomes of runs an engine is busy with when their worker stops. `handBack`: another replica goes on with them.
 * `stop`: nobody is there to, so the engine stops them.
 */
export type OnShutdown = 'handBack' | 'stop';

/** How long a lane with nothing to do waits before it looks again unasked: another replica may have queued something. */
const idleMs = 5_000;

/** How long it waits while another worker holds a run: that one may hand it back, or be gone, at any moment. */
const alertMs = 1_000;

const progressMs = 5_000;

/** So long a worker that stops waits for engines to end runs. Within the time that orchestrators give a process. */
const stoppingMs = 10_000;

/** So long a worker that hands its runs back waits for calls that are under way. */
const leavingMs = 3_000;

type InFlight = { fence: number; leave: AbortController; stop: AbortController };

/**
 * Takes runs from the queue and carries them out, as many at once as engines allow. Every replica has one.
 */
export class RunWorker {
  readonly #options: RunWorkerOptions;
  readonly #owner = randomUUID();
  readonly #inFlight = new Map<string, InFlight>();
  readonly #executions = new Set<Promise<void>>();
  readonly #progress: RunProgress;
  readonly #wakers = new Set<() => void>();
  #wakes = 0;
  #busyLanes = 0;
  #timers: NodeJS.Timeout[] = [];
  #loops: Promise<void>[] = [];
  #isStopping = false;

  constructor(options: RunWorkerOptions) {
    this.#options = options;
    this.#progress = new RunProgress(options.logger);
  }

  start(): void {
    const { runs, lanes } = this.#options;
    this.#timers = [
      setInterval(() => this.#keepLeases(), runs.leaseMs / 3),
      setInterval(() => {
        if (this.#busyLanes > 0) void this.#progress.log(() => runs.openRuns());
      }, progressMs),
    ];
    this.#busyLanes = lanes.length;
    this.#loops = lanes.map(lane => this.#loop(lane));
  }

  /** Looks at the queue now. */
  wake(): void {
    this.#wakes += 1;
    for (const wake of this.#wakers) wake();
  }

  /**
   * Takes nothing more, and lets go of everything: at once where another replica is to go on with it, else as soon as
   * the engines have ended what they are busy with.
   */
  async stop(onShutdown: OnShutdown = 'handBack'): Promise<void> {
    this.#isStopping = true;
    this.wake();
    await Promise.all(this.#loops);
    if (onShutdown === 'stop') {
      for (const { stop } of this.#inFlight.values()) stop.abort(new Error('The portal stops'));
      await this.#untilDone(stoppingMs);
    }
    this.#timers.forEach(clearInterval);
    for (const { leave } of this.#inFlight.values()) leave.abort(new Error('The worker stops'));
    await this.#options.runs.handBack(this.#owner);
    await this.#untilDone(leavingMs);
  }

  async #loop(lane: WorkerLane): Promise<void> {
    const running = new Set<Promise<void>>();
    let isBusy = true;
    while (!this.#isStopping) {
      const wakes = this.#wakes;
      const { claimed, pauseMs } = await this.#claim(lane, lane.concurrency - running.size);
      for (const run of claimed) {
        const execution = this.#execute(run, lane).finally(() => {
          running.delete(execution);
          this.#executions.delete(execution);
        });
        running.add(execution);
        this.#executions.add(execution);
      }
      if (claimed.length > 0 && !isBusy) {
        isBusy = true;
        this.#busyLanes += 1;
      }
      if (isBusy && running.size === 0) {
        isBusy = false;
        this.#busyLanes -= 1;
        if (this.#busyLanes === 0) void this.#drained();
      }
      const pause = this.#pause(wakes, pauseMs);
      await Promise.race([...running, pause.over]);
      pause.cancel();
    }
  }

  /** Takes runs, and says how long there is nothing more to take, as far as one can tell. */
  async #claim(
    { sources }: WorkerLane,
    free: number,
  ): Promise<{ claimed: ClaimedRun[]; pauseMs: number }> {
    const { runs, budgets, logger } = this.#options;
    let claimed: ClaimedRun[] = [];
    try {
      if (free === 0) return { claimed, pauseMs: idleMs };
      const held = await budgets.held(sources);
      claimed = await runs.claim(this.#owner, sources, free, held);
      const workMs = (await runs.untilWork(this.#owner, sources, held)) ?? idleMs;
      return { claimed, pauseMs: Math.min(Math.max(workMs, alertMs), idleMs) };
    } catch (error) {
      logger.warn(`The queue of runs cannot be read: ${error}`);
      return { claimed, pauseMs: alertMs };
    }
  }

  async #execute(run: ClaimedRun, lane: WorkerLane): Promise<void> {
    const context = lane.sources.find(
      ({ datasetId, source }) => datasetId === run.datasetId && source === run.source,
    )?.context;
    if (context === undefined) return;
    const inFlight = {
      fence: run.fence,
      leave: new AbortController(),
      stop: new AbortController(),
    };
    // A process that was paused may find a run free that it works on itself.
    this.#inFlight.get(run.id)?.leave.abort(new Error('The run was taken up again'));
    this.#inFlight.set(run.id, inFlight);
    const claimedAt = performance.now();
    try {
      const end = await executeRun(run, context, {
        leave: inFlight.leave.signal,
        stop: inFlight.stop.signal,
      });
      this.#progress.count(run, end);
      this.#options.onEnded?.(run, end, performance.now() - claimedAt);
    } catch (error) {
      // The lease expires, and whoever claims the run goes on with it: nothing is lost.
      this.#options.logger.error(`Run ${run.id} could not be finished: ${error}`);
    } finally {
      if (this.#inFlight.get(run.id) === inFlight) this.#inFlight.delete(run.id);
    }
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
      for (const [id, { fence, leave }] of working) {
        if (held.get(id) !== fence) leave.abort(new Error('The lease is lost'));
      }
    } catch (error) {
      this.#options.logger.warn(`Leases cannot be extended: ${error}`);
    }
  }

  async #drained(): Promise<void> {
    const published = this.#progress.take();
    if (published.size === 0) return;
    try {
      await this.#options.onDrained(published);
    } catch (error) {
      this.#options.logger.error(`What follows publishing failed: ${error}`);
    }
  }

  async #untilDone(patienceMs: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<void>(resolve => {
      timer = setTimeout(resolve, patienceMs);
    });
    await Promise.race([Promise.all(this.#executions), patience]);
    clearTimeout(timer);
  }

  /** Waits to be woken, for a while at most, and not at all when it was since the queue was looked at. */
  #pause(wakesBefore: number, pauseMs: number): { over: Promise<void>; cancel(): void } {
    let cancel = () => {};
    const over = new Promise<void>(resolve => {
      const timer = setTimeout(resolve, pauseMs * (0.8 + Math.random() * 0.2));
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
