import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  EngineError,
  type EngineFailure,
  type RunCost,
} from 'backstage-plugin-service-insights-node';
import { compileRollup } from '../plan/compileRollup';
import { afterFailure, type ExecutionKnown } from './afterFailure';
import { newRun } from './newRun';
import type { ClaimedRun, NewRun } from './Run';
import type { RunContext } from './RunContext';
import type { RunEnd } from './RunEnd';

/** How far the engine was with a run that failed. `succeeded`: its rows are there, and could not be read or stored. */
export type Progress = 'asked' | 'started' | 'succeeded';

/** Records what went wrong with a run, and lets follow what its class of failure asks for. */
export async function recordFailure(
  run: ClaimedRun,
  context: RunContext,
  { error, progress, cost }: { error: unknown; progress: Progress; cost: RunCost | undefined },
): Promise<RunEnd> {
  const { runs } = context;
  const failed = { failure: failureOf(error, run, context.logger), cost };
  const after = afterFailure(
    {
      class: failed.failure.class,
      attempt: run.attempt,
      claims: run.fence,
      execution: executionOf(run, progress),
    },
    Math.random(),
  );
  switch (after.step) {
    case 'postpone':
      return (await runs.postpone(run, failed, after.delayMs))
        ? { state: 'postponed', ...failed }
        : { state: 'left' };
    case 'rest':
      return (await runs.rest(run, failed, after.delayMs))
        ? { state: 'postponed', ...failed }
        : { state: 'left' };
    default: {
      const next = after.step === 'retry' ? nextAttempt(run, after, context) : undefined;
      return (await runs.fail(run, failed, next))
        ? { state: 'failed', ...failed }
        : { state: 'left' };
    }
  }
}

/** Of a run that was taken up, some earlier question may have come through, whatever became of this one. */
function executionOf(run: ClaimedRun, progress: Progress): ExecutionKnown {
  if (progress !== 'asked') return progress;
  return run.state === 'starting' && run.mayBeStarted ? 'mayBeStarted' : 'notStarted';
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

function nextAttempt(
  { datasetId, version, source, day, sourceVersion }: ClaimedRun,
  { attempt, delayMs }: { attempt: number; delayMs: number },
  context: RunContext,
): { run: NewRun; delayMs: number } {
  const statement = compileRollup(context.dataset.definition, context.source, day);
  const run = newRun({ datasetId, version, source, day, sourceVersion, attempt }, statement);
  return { run, delayMs };
}
