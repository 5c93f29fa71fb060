import type { Day } from 'backstage-plugin-service-insights-common';
import type { RunState } from '../runs/transitions';
import { compareText } from './usage';

/** A run of the ledger, as far as the envelope speaks of it. */
export type RunFacts = {
  source: string;
  day: Day;
  attempt: number;
  state: RunState;
  errorClass: string | null;
  /** How often it was taken up. */
  claims: number;
  /** Milliseconds since 1970, as all instants here. */
  dueAt: number;
  createdAt: number;
  finishedAt: number | undefined;
};

/** How the runs of the newest due days are doing. */
export type RunSituation = {
  lastRun: { state: 'succeeded' | 'failed' | 'running'; finishedAt: number | undefined } | null;
  /** Failed runs in a row, of the source that is worst off. */
  consecutiveFailures: number;
  overBudget: boolean;
  /** When the next queued run may start. */
  nextDueAt: number | undefined;
};

type Standing = 'succeeded' | 'failed' | 'running' | 'waiting';

const states: Record<RunState, Standing> = {
  queued: 'waiting',
  starting: 'running',
  running: 'running',
  publishing: 'running',
  stopping: 'running',
  done: 'succeeded',
  failed: 'failed',
  cancelled: 'waiting', // it was called off, which says nothing of how runs do
};

/** Says how the runs of some days are doing, those of the newest day first: what is older is older news. */
export function runSituation(runs: readonly RunFacts[]): RunSituation {
  const newestFirst = [...runs].sort(
    (a, b) => compareText(b.day, a.day) || b.createdAt - a.createdAt || b.attempt - a.attempt,
  );
  const last = newestFirst.find(run => standingOf(run) !== 'waiting');
  const lastState = last && standingOf(last);
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

/** A run whose engine does not answer, or does not hand out its rows, is tried again and again: not failed for good. */
function isResting({ state, errorClass }: RunFacts): boolean {
  return (state === 'starting' || state === 'publishing') && errorClass !== null;
}

function standingOf(run: RunFacts): Standing {
  return isResting(run) ? 'failed' : states[run.state];
}

function isFinished(run: RunFacts): boolean {
  return standingOf(run) === 'succeeded' || standingOf(run) === 'failed';
}

/** A run that the budget stopped did not fail: it was not let. */
function leadingFailures(runs: readonly RunFacts[]): number {
  const firstOther = runs.findIndex(
    run => standingOf(run) !== 'failed' || run.errorClass === 'budget',
  );
  return runs
    .slice(0, firstOther < 0 ? runs.length : firstOther)
    .reduce((failures, run) => failures + (isResting(run) ? run.claims : 1), 0);
}
