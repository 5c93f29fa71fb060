import type { RunCost } from 'backstage-plugin-service-insights-node';
import type { ClaimedRun, FailedRun, HeldRun, KnownDay, NewRun, RunKey, StoppingRun } from './Run';
import type { StopReason } from './StopReason';

/** A dataset version and source whose runs a worker can carry out. */
export type RunSource = Omit<RunKey, 'day'>;

/** Which runs are to be ended: those of disabled datasets, and those of sources that nobody works on for a while. */
export type SweepScope = { worked: readonly RunSource[]; disabledDatasets: readonly string[] };

/**
 * The ledger of runs, and who works on which. All writes of a held run are fenced: they change nothing and say so once
 * the lease went to someone else. What may follow what stands in `transitions.ts`.
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
   *
   * @param held - of these nothing is taken from the queue
   */
  claim(
    owner: string,
    sources: readonly RunSource[],
    limit: number,
    held?: readonly RunSource[],
  ): Promise<ClaimedRun[]>;

  /**
   * How many milliseconds it may take until there is something to claim: none while another owner holds a run, who may
   * let go of it at any moment. Nothing when no run is open.
   *
   * @param held - as of {@link RunStore.claim}
   */
  untilWork(
    owner: string,
    sources: readonly RunSource[],
    held: readonly RunSource[],
  ): Promise<number | undefined>;

  /** Stores the engine's id. @returns whether the lease still held */
  started(run: HeldRun, engineRunId: string): Promise<boolean>;

  /** Says that the engine is done, and its rows are read now. @returns whether the lease still held */
  reading(run: HeldRun): Promise<boolean>;

  /** Extends leases of an owner. @returns those of the runs it still holds, with their fence */
  extend(owner: string, ids: readonly string[]): Promise<Map<string, number>>;

  /** Puts a run that the engine did not start back into the queue: the same attempt, later. */
  postpone(run: HeldRun, failed: FailedRun, delayMs: number): Promise<boolean>;

  /**
   * Lets go of a run whose execution is worth another try as it is: whoever takes it up after the delay starts it with
   * the same token, and so learns of the execution if there is one, or reads its rows.
   */
  rest(run: HeldRun, failed: FailedRun, delayMs: number): Promise<boolean>;

  /** Records the end of a run that failed, and puts the attempt after it into the queue, if there is to be one. */
  fail(run: HeldRun, failed: FailedRun, next?: { run: NewRun; delayMs: number }): Promise<boolean>;

  /** Says that a run is to end, before its engine is told. @returns the run, when the lease still held */
  stop(run: HeldRun, reason: StopReason): Promise<StoppingRun | undefined>;

  /** Takes runs that are to be ended and that an engine may be busy with, and those whose end was not seen so far. */
  sweep(owner: string, scope: SweepScope, limit: number): Promise<StoppingRun[]>;

  /** Ends runs that are to be ended and that no engine knows. @returns how many */
  cancelQueued(scope: SweepScope): Promise<number>;

  /** Records the end of a run that was stopped, with what it cost until then. */
  cancel(run: StoppingRun, cost: RunCost | undefined): Promise<boolean>;

  /** Lets go of all leases of an owner, so that others need not wait for them to expire. */
  handBack(owner: string): Promise<void>;

  /** How many runs of each dataset are not finished. */
  openRuns(): Promise<Map<string, number>>;
}
