import { randomUUID } from 'node:crypto';
import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  EngineError,
  type Engine,
  type EngineFailure,
  type EngineRunStatus,
  type EngineStatement,
  type RunCost,
} from 'backstage-plugin-service-insights-node';
import type { Budgets } from '../budget/Budgets';
import { describeRefusal } from '../budget/describeRefusal';
import type { DatasetSource, LoadedDataset } from '../definitions/LoadedDataset';
import { compileRollup } from '../plan/compileRollup';
import { completeAtMs } from '../plan/planDays';
import { checksumOf } from '../publish/checksumOf';
import type { CustomerKeyPolicy } from '../publish/customerKey';
import type { DayStore, Publication } from '../publish/DayStore';
import { decodeRollup } from '../publish/decodeRollup';
import { packServiceDay } from '../publish/packServiceDay';
import { afterFailure } from './afterFailure';
import type { EnginePoller } from './EnginePoller';
import { finishStopping } from './finishStopping';
import type { ClaimedRun, NewRun, StartingRun } from './Run';
import type { RunStore } from './RunStore';
import { runToken } from './runToken';

/** What carrying out a run needs. */
export type RunContext = {
  dataset: LoadedDataset;
  source: DatasetSource;
  engine: Engine;
  poller: EnginePoller;
  runs: RunStore;
  days: DayStore;
  budgets: Budgets;
  customerKeys: CustomerKeyPolicy;
  logger: LoggerService;
};

/**
 * How carrying out a run ended. `postponed`: it may not start now, and is back in the queue. `left`: it was left as it
 * is, for whoever claims it next.
 */
export type RunEnd =
  | { state: 'done'; publication: Publication; cost: RunCost }
  | { state: 'failed' | 'postponed'; failure: EngineFailure; cost: RunCost | undefined }
  | { state: 'cancelled'; cost: RunCost | undefined }
  | { state: 'left' };

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
  const { runs, poller, logger } = context;
  let cost: RunCost | undefined;
  let isStarted = run.state !== 'starting';
  let isDone = false;
  try {
    const begun = run.state === 'starting' ? await begin(run, context, signals) : run;
    if (!('engineRunId' in begun)) return begun;
    const { engineRunId } = begun;
    isStarted = true;
    const status = await poller.wait(engineRunId, AbortSignal.any([leave, stop]));
    if (status !== undefined && 'cost' in status) cost = status.cost;
    const succeeded = successOf(status);
    isDone = true;
    if (!(await runs.reading(run))) return { state: 'left' };
    const publication = await publishRows(run, engineRunId, succeeded, context, leave);
    if (publication === 'lost') return { state: 'left' };
    return { state: 'done', publication, cost: succeeded.cost };
  } catch (error) {
    if (leave.aborted) return { state: 'left' };
    if (stop.aborted && isStarted && !isDone) return stopRun(run, context, leave);
    // Not the engine's word: the database's, most likely. The engine's work is not lost, and is taken up again.
    if (!(error instanceof EngineError) && run.fence < mostClaims) throw error;
    const failure = failureOf(error, run, logger);
    return recordFailure(run, context, { failure, cost, isStarted });
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
  { budgets, dataset, source, runs, logger }: RunContext,
): Promise<RunEnd | undefined> {
  const reservation = await budgets.reserve(run, dataset, source);
  if (reservation.admitted) return undefined;
  if (reservation.because === 'lost') return { state: 'left' };
  const failure = describeRefusal(reservation);
  const refused = { failure, cost: undefined };
  await runs.postpone(run, refused, refusedMs);
  logger.info(`Run of ${run.datasetId} ${run.day} (${run.source}) waits: ${failure.message}`);
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

type Succeeded = Extract<EngineRunStatus, { state: 'succeeded' }>;

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

async function publishRows(
  run: ClaimedRun,
  engineRunId: string,
  { cost, malformedEvents }: Succeeded,
  context: RunContext,
  signal: AbortSignal,
): Promise<Publication> {
  const { dataset, engine, days, customerKeys } = context;
  const { definition } = dataset;
  const dictionary = days.customersOf(run.datasetId, run.day);
  const found = await decodeRollup(definition, engine.rows(engineRunId, { signal }), dictionary);
  await days.intern(run.datasetId, dictionary, customerKeys, run.day);
  signal.throwIfAborted();
  const services = found.services.map(service => packServiceDay(service, dictionary));
  return days.publish(run, {
    state: stateOf(run, definition, found.calls),
    services,
    calls: found.calls,
    resultRows: found.resultRows,
    malformedEvents,
    duplicateEvents: found.duplicateEvents,
    unmappedEvents: found.unmappedEvents,
    checksum: checksumOf(found, services),
    cost,
    emptyDay: definition.emptyDay,
  });
}

/** What was read before the lag was over is unfinished, however late it is published. */
function stateOf(
  run: ClaimedRun,
  { lag, emptyDay }: LoadedDataset['definition'],
  calls: number,
): 'complete' | 'open' | 'empty' {
  if (run.startedAtMs < completeAtMs(run.day, lag)) return 'open';
  return calls === 0 && emptyDay === 'missing' ? 'empty' : 'complete';
}

function failureOf(error: unknown, run: ClaimedRun, logger: LoggerService): EngineFailure {
  if (error instanceof EngineError) {
    return { class: error.class, code: error.code, message: error.message };
  }
  logger.error(`Run ${run.id} failed unexpectedly`, error instanceof Error ? error : undefined);
  return {
    class: 'transient',
    code: 'unexpected',
    message: `The run failed unexpectedly; the log says more about run ${run.id}`,
  };
}

async function recordFailure(
  run: ClaimedRun,
  context: RunContext,
  failed: { failure: EngineFailure; cost: RunCost | undefined; isStarted: boolean },
): Promise<RunEnd> {
  const { runs, logger } = context;
  const { failure, cost, isStarted } = failed;
  const what = `Run of ${run.datasetId} ${run.day} (${run.source}, attempt ${run.attempt})`;
  const mayBeStarted = run.state === 'starting' && run.mayBeStarted;
  const after = afterFailure(
    {
      class: failure.class,
      attempt: run.attempt,
      claims: run.fence,
      execution: isStarted ? 'started' : mayBeStarted ? 'mayBeStarted' : 'notStarted',
    },
    Math.random(),
  );
  switch (after.step) {
    case 'postpone':
      await runs.postpone(run, failed, after.delayMs);
      logger.info(`${what} is postponed: ${failure.message}`);
      return { state: 'postponed', failure, cost };
    case 'askAgain':
      await runs.askAgain(run, failed, after.delayMs);
      logger.info(`${what} got no answer, and the engine is asked again: ${failure.message}`);
      return { state: 'postponed', failure, cost };
    case 'retry':
      await runs.fail(run, failed, {
        run: nextAttempt(run, after.attempt, context),
        delayMs: after.delayMs,
      });
      logger.info(`${what} failed and is tried again: ${failure.message}`);
      return { state: 'failed', failure, cost };
    default:
      await runs.fail(run, failed);
      logger.warn(`${what} failed (${failure.class}): ${failure.message}`);
      return { state: 'failed', failure, cost };
  }
}

function nextAttempt(run: ClaimedRun, attempt: number, { dataset, source }: RunContext): NewRun {
  const { datasetId, version, day, sourceVersion } = run;
  return newRun(
    { datasetId, version, source: run.source, day, sourceVersion, attempt },
    compileRollup(dataset.definition, source, day),
  );
}

/** A run for the ledger, with the token that names it. */
export function newRun(
  run: Omit<NewRun, 'id' | 'token' | 'statement'>,
  statement: EngineStatement,
): NewRun {
  const identified = { ...run, id: randomUUID() };
  return { ...identified, token: runToken(identified, statement), statement };
}
