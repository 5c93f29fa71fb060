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
  customerKeys: CustomerKeyPolicy;
  logger: LoggerService;
};

/** How carrying out a run ended. `aborted`: it was left as it is, for whoever claims it next. */
export type RunEnd =
  | { end: 'published'; publication: Publication }
  | { end: 'failed'; failure: EngineFailure }
  | { end: 'aborted' };

/** A run that so many took up, none of whom could store what became of it, has failed. */
const mostClaims = 10;

/**
 * Carries out a claimed run from wherever it stands: starts it unless it was started, waits for it, and publishes what
 * it found. A failure is recorded with its class, and with the attempt that follows it.
 *
 * @param signal - leaves the run as it is
 * @throws when the database cannot be written: then the lease expires, and whoever claims the run goes on with it
 */
export async function executeRun(
  run: ClaimedRun,
  context: RunContext,
  signal: AbortSignal,
): Promise<RunEnd> {
  let cost: RunCost | undefined;
  let started = run.state !== 'starting';
  try {
    const engineRunId = run.state === 'starting' ? await ask(run, context) : run.engineRunId;
    if (run.state === 'starting' && !(await context.runs.started(run, engineRunId))) {
      return { end: 'aborted' };
    }
    started = true;
    const status = await context.poller.wait(engineRunId, signal);
    if (status !== undefined && 'cost' in status) cost = status.cost;
    const succeeded = successOf(status);
    if (!(await context.runs.reading(run))) return { end: 'aborted' };
    const publication = await publishRows(run, engineRunId, succeeded, context, signal);
    return { end: 'published', publication };
  } catch (error) {
    if (signal.aborted) return { end: 'aborted' };
    // Not the engine's word: the database's, most likely. The engine's work is not lost, and is taken up again.
    if (!(error instanceof EngineError) && run.fence < mostClaims) throw error;
    const failure = failureOf(error, run, context.logger);
    await recordFailure(run, context, { failure, cost, started });
    return { end: 'failed', failure };
  }
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
  const dictionary = days.customersOf(run.datasetId);
  const found = await decodeRollup(definition, engine.rows(engineRunId, { signal }), dictionary);
  await days.intern(run.datasetId, dictionary, customerKeys);
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
  failed: { failure: EngineFailure; cost: RunCost | undefined; started: boolean },
): Promise<void> {
  const { runs, logger } = context;
  const { failure, started } = failed;
  const what = `Run of ${run.datasetId} ${run.day} (${run.source}, attempt ${run.attempt})`;
  const mayBeStarted = run.state === 'starting' && run.mayBeStarted;
  const after = afterFailure(
    {
      class: failure.class,
      attempt: run.attempt,
      claims: run.fence,
      execution: started ? 'started' : mayBeStarted ? 'mayBeStarted' : 'notStarted',
    },
    Math.random(),
  );
  switch (after.step) {
    case 'postpone':
      await runs.postpone(run, failed, after.delayMs);
      logger.info(`${what} is postponed: ${failure.message}`);
      return;
    case 'askAgain':
      await runs.askAgain(run, failed, after.delayMs);
      logger.info(`${what} got no answer, and the engine is asked again: ${failure.message}`);
      return;
    case 'retry':
      await runs.fail(run, failed, {
        run: nextAttempt(run, after.attempt, context),
        delayMs: after.delayMs,
      });
      logger.info(`${what} failed and is tried again: ${failure.message}`);
      return;
    default:
      await runs.fail(run, failed);
      logger.warn(`${what} failed (${failure.class}): ${failure.message}`);
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
