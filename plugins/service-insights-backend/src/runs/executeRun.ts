import {
  EngineError,
  type EngineFailure,
  type EngineRunStatus,
  type RunCost,
} from 'backstage-plugin-service-insights-node';
import { describeRefusal } from '../budget/describeRefusal';
import { compileRollup } from '../plan/compileRollup';
import { finishStopping } from './finishStopping';
import { publishRows, type Succeeded } from './publishRows';
import { recordFailure, type Progress } from './recordFailure';
import type { ClaimedRun, StartingRun } from './Run';
import type { RunContext } from './RunContext';
import type { RunEnd } from './RunEnd';

/** How carrying out a run is broken off. `leave`: it stays as it is. `stop`: the engine ends it, unless it is done. */
export type ExecutionSignals = { leave: AbortSignal; stop: AbortSignal };

/** A run that so many took up, none of whom could store what became of it, has failed. */
const mostClaims = 10;

/** What keeps a refused run in the queue is looked up before it is taken again; this only keeps races slow. */
const refusedMs = 1_000;

/**
 * Carries out a claimed run from wherever it stands: starts it unless it was started, waits for it, and publishes what
 * it found. A failure is recorded with its class, and with the attempt that follows it.
 *
 * @throws when the database cannot be written: then the lease expires, and whoever claims the run goes on with it
 */
export async function executeRun(
  run: ClaimedRun,
  context: RunContext,
  signals: ExecutionSignals,
): Promise<RunEnd> {
  const { leave, stop } = signals;
  const { runs, poller } = context;
  let cost: RunCost | undefined;
  let progress: Progress = run.state === 'starting' ? 'asked' : 'started';
  try {
    const begun = run.state === 'starting' ? await begin(run, context, signals) : run;
    if (!('engineRunId' in begun)) return begun;
    const { engineRunId } = begun;
    progress = 'started';
    const status = await poller.wait(engineRunId, AbortSignal.any([leave, stop]));
    if (status !== undefined && 'cost' in status) cost = status.cost;
    const succeeded = successOf(status);
    progress = 'succeeded';
    if (!(await runs.reading(run))) return { state: 'left' };
    const publication = await publishRows(run, engineRunId, succeeded, context, leave);
    if (publication === 'lost') return { state: 'left' };
    return { state: 'done', publication, cost: succeeded.cost };
  } catch (error) {
    if (leave.aborted) return { state: 'left' };
    if (stop.aborted && progress === 'started') return stopRun(run, context, leave);
    // Not the engine's word: the database's, most likely. The engine's work is not lost, and is taken up again.
    if (!(error instanceof EngineError) && run.fence < mostClaims) throw error;
    return recordFailure(run, context, { error, progress, cost });
  }
}

/** Sets money aside and asks the engine, unless the run is broken off before. */
async function begin(
  run: ClaimedRun & StartingRun,
  context: RunContext,
  { leave, stop }: ExecutionSignals,
): Promise<RunEnd | { engineRunId: string }> {
  const refused = await askForMoney(run, context);
  if (refused !== undefined) return refused;
  if (leave.aborted || stop.aborted) return { state: 'left' };
  const engineRunId = await ask(run, context);
  return (await context.runs.started(run, engineRunId)) ? { engineRunId } : { state: 'left' };
}

async function stopRun(run: ClaimedRun, context: RunContext, leave: AbortSignal): Promise<RunEnd> {
  const stopping = await context.runs.stop(run, 'shutdown');
  if (stopping === undefined) return { state: 'left' };
  return { state: 'cancelled', cost: await finishStopping(stopping, context, leave) };
}

/** Sets the run's money aside, or puts it back into the queue: nothing is started that is not paid for. */
async function askForMoney(
  run: ClaimedRun,
  { budgets, dataset, source, runs }: RunContext,
): Promise<RunEnd | undefined> {
  const reservation = await budgets.reserve(run, dataset, source);
  if (reservation.admitted) return undefined;
  if (reservation.because === 'lost') return { state: 'left' };
  const failure = describeRefusal(reservation);
  const refused = { failure, cost: undefined };
  await runs.postpone(run, refused, refusedMs);
  return { state: 'postponed', ...refused };
}

/** Asks the engine to start a run; again, when whoever asked before did not live to store the answer. */
async function ask(
  run: ClaimedRun & StartingRun,
  { engine, dataset, source }: RunContext,
): Promise<string> {
  return engine.start(run.statement ?? compileRollup(dataset.definition, source, run.day), {
    token: run.token,
    bytesLimit: dataset.definition.budget?.bytesPerRun,
  });
}

const cancellations: Record<'stop' | 'user' | 'cutoff', EngineFailure> = {
  stop: { class: 'transient', code: 'stopped', message: 'The run was stopped' },
  user: { class: 'operator', code: 'cancelled', message: 'Someone cancelled the run' },
  cutoff: {
    class: 'budget',
    code: 'bytes-limit',
    message: 'The run was stopped as it read more bytes than it may',
  },
};

function successOf(status: EngineRunStatus | undefined): Succeeded {
  if (status?.state === 'succeeded') return status;
  if (status?.state === 'failed') throw new EngineError(status.error);
  if (status?.state === 'cancelled') throw new EngineError(cancellations[status.by]);
  throw new EngineError({
    class: 'transient',
    code: 'run-gone',
    message: 'The engine does not know the run any more',
  });
}
