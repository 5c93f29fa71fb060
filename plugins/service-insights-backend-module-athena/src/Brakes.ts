import type { QueryExecution } from './responses';

/** Why this process asked a query to stop. */
export type StopReason = 'queue' | 'run' | 'bytes' | 'asked';

/**
 * Watches how long queries wait and run and how much they read. Athena itself limits time far too late, and bytes only
 * per workgroup.
 *
 * Time counts from the first look this process had at a query in its state, by a clock that cannot be set: to a machine
 * whose clock is an hour ahead, every query would seem to run too long.
 */
export class Brakes {
  readonly #limits: { queueMs: number; runMs: number };
  readonly #now: () => number;
  readonly #reasons = new Map<string, StopReason>();
  readonly #bytesLimits = new Map<string, number>();
  readonly #since = new Map<string, { state: string; sinceMs: number }>();

  constructor(
    limits: { queueMs: number; runMs: number },
    now: () => number = () => performance.now(),
  ) {
    this.#limits = limits;
    this.#now = now;
  }

  /** Limits what one query may read. */
  limitBytes(id: string, bytesLimit: number): void {
    this.#bytesLimits.set(id, bytesLimit);
  }

  /**
   * Whether a query must be stopped now: true once, at the first look after it passed a limit.
   */
  mustStop(execution: QueryExecution): boolean {
    const { QueryExecutionId: id, Status } = execution;
    if (Status.State !== 'QUEUED' && Status.State !== 'RUNNING') {
      this.#bytesLimits.delete(id);
      this.#since.delete(id);
      return false;
    }
    const reason = this.#reasons.has(id) ? undefined : this.#passedLimit(execution);
    if (reason) this.#reasons.set(id, reason);
    return reason !== undefined;
  }

  /** Remembers that this process was asked to stop a query, unless a limit has stopped it. */
  stopped(id: string): void {
    if (!this.#reasons.has(id)) this.#reasons.set(id, 'asked');
  }

  reasonOf(id: string): StopReason | undefined {
    return this.#reasons.get(id);
  }

  #passedLimit({ QueryExecutionId, Status, Statistics }: QueryExecution): StopReason | undefined {
    const bytesScanned = Statistics?.DataScannedInBytes ?? 0;
    if (bytesScanned > (this.#bytesLimits.get(QueryExecutionId) ?? Infinity)) return 'bytes';
    const inStateMs = this.#now() - this.#sinceMs(QueryExecutionId, Status.State);
    if (Status.State === 'QUEUED') return inStateMs > this.#limits.queueMs ? 'queue' : undefined;
    return inStateMs > this.#limits.runMs ? 'run' : undefined;
  }

  #sinceMs(id: string, state: string): number {
    const seen = this.#since.get(id);
    if (seen?.state === state) return seen.sinceMs;
    const sinceMs = this.#now();
    this.#since.set(id, { state, sinceMs });
    return sinceMs;
  }
}
