import type { LoggerService } from '@backstage/backend-plugin-api';
import { engineOfSource } from '../definitions/sourcesOf';
import type { RunEnd } from '../runs/RunEnd';
import type { RunKey } from '../runs/Run';
import type { RunMetrics } from './metrics/RunMetrics';

/**
 * Tells of a run that ended: one line in the log, with fields to search by, and the metrics. One that went back into the
 * queue is counted only.
 */
export function reportRun(
  run: RunKey & { id: string; attempt: number },
  end: RunEnd,
  durationMs: number,
  { logger, metrics }: { logger: LoggerService; metrics: RunMetrics },
): void {
  if (end.state === 'left') return;
  metrics.ended(run.datasetId, engineOfSource(run.source), end, durationMs);
  if (end.state === 'postponed') return;

  const { state, cost } = end;
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
    ...(state === 'failed' && { errorClass: end.failure.class, errorCode: end.failure.code }),
  });
  const what = `Run of ${run.datasetId} ${run.day} (${run.source}, attempt ${run.attempt}) ${state}`;
  if (state === 'failed') line.warn(`${what}: ${end.failure.message}`);
  else line.info(what);
}
