import type { LoggerService } from '@backstage/backend-plugin-api';
import type { MetricsService } from '@backstage/backend-plugin-api/alpha';
import { engineOfSource } from '../definitions/sourcesOf';
import type { RunEnd } from '../runs/RunEnd';
import type { RunKey } from '../runs/Run';
import { costOf } from './metrics/costOf';
import { RunMetrics } from './metrics/RunMetrics';

/** Is told how a run ended, and how long it took from the claim that brought it there. */
export type RunReporter = (
  run: RunKey & { id: string; attempt: number },
  end: RunEnd,
  durationMs: number,
) => void;

/**
 * Tells of runs that ended, or have to wait: one line in the log, with fields to search by, and the metrics. What a run
 * cost is told once, when it is over.
 */
export function runReporter(options: {
  logger: LoggerService;
  metrics: MetricsService;
}): RunReporter {
  const metrics = new RunMetrics(options.metrics);
  return (run, end, durationMs) => {
    if (end.state === 'left') return;
    metrics.ended(run.datasetId, engineOfSource(run.source), end, durationMs);
    logEnd(options.logger, run, end, durationMs);
  };
}

function logEnd(
  logger: LoggerService,
  run: Parameters<RunReporter>[0],
  end: Exclude<RunEnd, { state: 'left' }>,
  durationMs: number,
): void {
  const { state } = end;
  const cost = costOf(end);
  const failure = 'failure' in end ? end.failure : undefined;
  const line = logger.child({
    runId: run.id,
    datasetId: run.datasetId,
    day: run.day,
    source: run.source,
    attempt: run.attempt,
    state,
    durationMs: Math.round(durationMs),
    ...(cost && {
      bytesScanned: cost.bytesScanned,
      bytesBilled: cost.bytesBilled,
      usd: cost.usd,
    }),
    ...(failure && { errorClass: failure.class, errorCode: failure.code }),
  });
  const what = `Run of ${run.datasetId} ${run.day} (${run.source}, attempt ${run.attempt}) ${state}`;
  const text = failure ? `${what}: ${failure.message}` : what;
  if (state === 'failed') line.warn(text);
  else line.info(text);
}
