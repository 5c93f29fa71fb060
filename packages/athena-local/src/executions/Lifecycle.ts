import type { Clock } from '../clock';
import type { QueryPlan } from '../lake/QueryPlan';
import { resultObject } from '../results/resultObject';
import type { QueryResult } from '../results/QueryResult';
import { seededRandom } from '../seededRandom';
import type { AthenaFailure } from './AthenaFailure';
import { bytesScannedBy, isActive, type Execution } from './Execution';
import type { LatencyModel } from './LatencyModel';
import { QueryFailed } from './QueryFailed';

/**
 * What is to happen to a query out of the ordinary.
 *
 * @public
 */
export type ExecutionFault =
  | { kind: 'requeued'; times: number }
  | { kind: 'failed'; failure: AthenaFailure }
  /** Somebody else stops it. */
  | { kind: 'cancelled' };

/** Moves queries through their states, in the time that the latency model gives them. */
export class Lifecycle {
  readonly #pending = new Map<string, { cancel(): void; abort: AbortController }>();

  constructor(
    private readonly options: {
      clock: Clock;
      seed: number;
      latency: LatencyModel;
      plan(execution: Execution): Promise<QueryPlan>;
      ended(execution: Execution): void;
    },
  ) {}

  /** Lets a query run that was just submitted. */
  start(execution: Execution, course: { reuse?: QueryResult; fault?: ExecutionFault }): void {
    const requeues = course.fault?.kind === 'requeued' ? course.fault.times : 0;
    if (course.reuse) this.#reuse(execution, course.reuse);
    else this.#queue(execution, requeues, course.fault);
  }

  /** Stops a query for its user. One that ended already stays as it is. */
  stop(execution: Execution): void {
    if (!isActive(execution)) return;
    const bytesScanned = bytesScannedBy(execution, this.options.clock.now());
    this.#end(execution, at => ({
      state: 'CANCELLED',
      reason: 'Query cancelled by user',
      bytesScanned,
      completedAtMs: at,
    }));
  }

  /** Abandons every query, for shutting down. */
  close(): void {
    for (const { cancel, abort } of this.#pending.values()) {
      cancel();
      abort.abort();
    }
    this.#pending.clear();
  }

  #queue(execution: Execution, requeues: number, fault: ExecutionFault | undefined): void {
    const [least, most] = this.options.latency.queueMs;
    const draw = seededRandom(this.options.seed, 'queue', execution.ordinal, requeues);
    const now = this.options.clock.now();
    if (execution.phase.state === 'RUNNING')
      execution.spent.engineMs += now - execution.phase.sinceMs;
    execution.phase = { state: 'QUEUED', sinceMs: now };
    this.#after(execution, least + draw * (most - least), () => {
      this.#leaveQueue(execution);
      const { preProcessingMs, planningMs } = this.options.latency;
      execution.spent.preProcessingMs += preProcessingMs;
      execution.spent.planningMs += planningMs;
      this.#after(execution, preProcessingMs + planningMs, () =>
        this.#execute(execution, requeues, fault),
      );
    });
  }

  #reuse(execution: Execution, result: QueryResult): void {
    execution.phase = { state: 'QUEUED', sinceMs: this.options.clock.now() };
    this.#after(execution, this.options.latency.queueMs[0], () => {
      this.#leaveQueue(execution);
      this.#after(execution, this.options.latency.reuseMs, () =>
        this.#end(execution, completedAtMs => ({
          state: 'SUCCEEDED',
          result,
          reused: true,
          bytesScanned: 0,
          completedAtMs,
        })),
      );
    });
  }

  #leaveQueue(execution: Execution): void {
    const now = this.options.clock.now();
    if (execution.phase.state === 'QUEUED')
      execution.spent.queueMs += now - execution.phase.sinceMs;
    execution.phase = { state: 'RUNNING', sinceMs: now };
  }

  async #execute(
    execution: Execution,
    requeues: number,
    fault: ExecutionFault | undefined,
  ): Promise<void> {
    const plan = await this.#orFail(execution, () => this.options.plan(execution));
    if (!plan || execution.phase.state !== 'RUNNING') return;
    const { engineMs, tableMs, bytesPerMs } = this.options.latency;
    const bytes = plan.bytes ?? 0;
    const durationMs = engineMs + (plan.bytes === undefined ? 0 : tableMs) + bytes / bytesPerMs;
    const fromMs = this.options.clock.now();
    execution.phase = { ...execution.phase, scan: { bytes, fromMs, durationMs } };

    const cutoff = execution.bytesScannedCutoff;
    if (requeues > 0) {
      this.#after(execution, durationMs / 2, () => this.#queue(execution, requeues - 1, fault));
    } else if (fault?.kind === 'failed') {
      this.#after(execution, durationMs / 2, () => this.#fail(execution, fault.failure));
    } else if (fault?.kind === 'cancelled') {
      this.#after(execution, durationMs / 2, () => this.stop(execution));
    } else if (cutoff !== undefined && bytes > cutoff) {
      this.#after(execution, (durationMs * cutoff) / bytes, () =>
        this.#end(execution, completedAtMs => ({
          state: 'CANCELLED',
          reason: 'Bytes scanned limit was exceeded',
          bytesScanned: cutoff,
          completedAtMs,
        })),
      );
    } else {
      this.#run(execution, plan, durationMs);
    }
  }

  /** Runs the query for real at once, and lets it end when its time is over. */
  #run(execution: Execution, plan: QueryPlan, durationMs: number): void {
    const abort = new AbortController();
    const running = plan.run(abort.signal);
    // Whoever waits below hears of it; until then nobody does.
    running.catch(() => {});
    const finish = async () => {
      const answer = await this.#orFail(execution, () => running);
      if (!answer) return;
      this.#end(execution, completedAtMs => ({
        state: 'SUCCEEDED',
        reused: false,
        bytesScanned: plan.bytes ?? 0,
        completedAtMs,
        result: {
          ...answer,
          hasHeader: execution.kind.type === 'DML',
          updateCount: execution.kind.subtype === 'SELECT' ? 0 : undefined,
          object: resultObject(execution),
          completedAtMs,
        },
      }));
    };
    this.#after(execution, durationMs, finish, abort);
  }

  async #orFail<T>(execution: Execution, work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      this.#fail(
        execution,
        error instanceof QueryFailed
          ? error.failure
          : {
              category: 1,
              type: 100,
              retryable: false,
              message: `athena-local itself failed: ${error instanceof Error ? error.message : String(error)}`,
            },
      );
      return undefined;
    }
  }

  #fail(execution: Execution, failure: AthenaFailure): void {
    const bytesScanned = bytesScannedBy(execution, this.options.clock.now());
    this.#end(execution, completedAtMs => ({
      state: 'FAILED',
      failure,
      bytesScanned,
      completedAtMs,
    }));
  }

  #end(execution: Execution, phase: (completedAtMs: number) => Execution['phase']): void {
    if (!isActive(execution)) return;
    const now = this.options.clock.now();
    if (execution.phase.state === 'QUEUED') {
      execution.spent.queueMs += now - execution.phase.sinceMs;
    } else if (execution.phase.state === 'RUNNING') {
      execution.spent.engineMs += now - execution.phase.sinceMs;
    }
    const pending = this.#pending.get(execution.id);
    this.#pending.delete(execution.id);
    execution.phase = phase(now);
    pending?.cancel();
    pending?.abort.abort();
    this.options.ended(execution);
  }

  #after(
    execution: Execution,
    delayMs: number,
    task: () => Promise<void> | void,
    abort = new AbortController(),
  ): void {
    const cancel = this.options.clock.schedule(delayMs, task);
    this.#pending.set(execution.id, { cancel, abort });
  }
}
