/**
 * The time an {@link AthenaLocal} lives in: queries, quotas, tokens and result files age by it, so that a test decides
 * how fast an hour passes.
 *
 * @public
 */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /**
   * Runs a task after some of this clock's time.
   *
   * @returns a function that forgets the task, without effect once it has begun
   */
  schedule(delayMs: number, task: () => Promise<void> | void): () => void;
  /** Forgets every task. */
  close(): void;
}
