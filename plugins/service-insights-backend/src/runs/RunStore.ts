import type { ClaimedRun, FailedRun, KnownDay, NewRun, RunKey } from './Run';

/** A dataset version and source whose runs a worker can carry out. */
export type RunSource = Omit<RunKey, 'day'>;

/**
 * The ledger of runs, and who works on which. All writes of a claimed run are fenced: they change nothing and say so
 * once the lease went to someone else.
 */
export interface RunStore {
  /** How long a lease lasts without a sign of life; a worker gives one three times as often. */
  readonly leaseMs: number;

  /** What is known of each day that was ever run or published. */
  knownDays(source: RunSource): Promise<KnownDay[]>;

  /**
   * Puts runs into the queue, except those whose day is in flight already or got another run since the plan was made.
   *
   * @returns how many were put
   */
  enqueue(runs: readonly (NewRun & { knownRuns: number })[]): Promise<number>;

  /**
   * Takes runs that are due, or whose worker let its lease expire: newest day first.
   */
  claim(owner: string, sources: readonly RunSource[], limit: number): Promise<ClaimedRun[]>;

  /** Stores the engine's id. @returns whether the lease still held */
  started(run: ClaimedRun, engineRunId: string): Promise<boolean>;

  /** Extends leases of an owner. @returns those of the runs it still holds, with their fence */
  extend(owner: string, ids: readonly string[]): Promise<Map<string, number>>;

  /** Puts a run that the engine did not start back into the queue: the same attempt, later. */
  postpone(run: ClaimedRun, failed: FailedRun, delayMs: number): Promise<boolean>;

  /** Records the end of a run that failed, and puts the attempt after it into the queue, if there is to be one. */
  fail(
    run: ClaimedRun,
    failed: FailedRun,
    next?: { run: NewRun; delayMs: number },
  ): Promise<boolean>;

  /** Lets go of all leases of an owner, so that others need not wait for them to expire. */
  handBack(owner: string): Promise<void>;

  /** How many runs of each dataset are not finished. */
  openRuns(): Promise<Map<string, number>>;

  /**
   * Ends runs of dataset versions that nobody works on any more.
   *
   * @param current - the versions that are worked on
   * @returns the ended runs that an engine may still be busy with
   */
  cancelAbandoned(
    current: readonly RunSource[],
  ): Promise<{ source: string; engineRunId: string }[]>;
}
