import type { RunState } from '../runs/transitions';

/** A run of the ledger, as far as the envelope speaks of it. */
export type RunFacts = {
  source: string;
  attempt: number;
  state: RunState;
  errorClass: string | null;
  /** Milliseconds since 1970, as all instants here. */
  dueAt: number;
  createdAt: number;
  finishedAt: number | undefined;
};

/** How the runs of the newest due day are doing. */
export type RunSituation = {
  lastRun: { state: 'succeeded' | 'failed' | 'running'; finishedAt: number | undefined } | null;
  /** Failed runs in a row, of the source that is worst off. */
  consecutiveFailures: number;
  overBudget: boolean;
  /** When the next queued run may start. */
  nextDueAt: number | undefined;
};

const states: Record<RunState, 'succeeded' | 'failed' | 'running' | 'waiting'> = {
  queued: 'waiting',
  starting: 'running',
  running: 'running',
  publishing: 'running',
  stopping: 'running',
  done: 'succeeded',
  failed: 'failed',
  cancelled: 'failed',
};

/** Says how the runs of a day are doing. */
export function runSituation(runs: readonly RunFacts[]): RunSituation {
  const newestFirst = [...runs].sort((a, b) => b.createdAt - a.createdAt || b.attempt - a.attempt);
  const last = newestFirst.find(run => states[run.state] !== 'waiting');
  const lastState = last && states[last.state];
  const queued = runs.filter(({ state }) => state === 'queued').map(({ dueAt }) => dueAt);
  const perSource = [...new Set(runs.map(({ source }) => source))].map(source =>
    newestFirst.filter(run => run.source === source && isFinished(run)),
  );
  return {
    lastRun:
      last && lastState && lastState !== 'waiting'
        ? { state: lastState, finishedAt: last.finishedAt }
        : null,
    consecutiveFailures: Math.max(0, ...perSource.map(leadingFailures)),
    overBudget: perSource.some(([newest]) => newest?.errorClass === 'budget'),
    nextDueAt: queued.length > 0 ? Math.min(...queued) : undefined,
  };
}

function isFinished({ state }: RunFacts): boolean {
  return states[state] === 'succeeded' || states[state] === 'failed';
}

/** A run that the budget stopped did not fail: it was not let. */
function leadingFailures(runs: readonly RunFacts[]): number {
  const firstOther = runs.findIndex(
    ({ state, errorClass }) => state !== 'failed' || errorClass === 'budget',
  );
  return firstOther < 0 ? runs.length : firstOther;
}
