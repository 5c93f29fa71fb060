import type { EngineFailure, EngineRunStatus } from 'backstage-plugin-service-insights-node';
import type { AthenaOptions } from './athenaOptions';
import type { StopReason } from './Brakes';
import { describeQueryFailure } from './queryFailures';
import type { QueryExecution } from './responses';
import { runCost } from './runCost';

const overdue: Record<'queue' | 'run', EngineFailure> = {
  queue: {
    class: 'throttled',
    code: 'QUEUE_DEADLINE',
    message: 'The query waited longer for its turn than limits.queueMs allows.',
  },
  run: {
    class: 'definition',
    code: 'RUN_DEADLINE',
    message: 'The query ran longer than limits.runMs allows.',
  },
};

/**
 * How a query is doing.
 *
 * @param stopped - why this process asked it to stop, if it did: Athena words every stop alike
 */
export function runStatus(
  { Status, Statistics }: QueryExecution,
  stopped: StopReason | undefined,
  pricing: AthenaOptions['pricing'],
): EngineRunStatus {
  const bytesScanned = Statistics?.DataScannedInBytes ?? 0;
  switch (Status.State) {
    // A query may go back from running to queued.
    case 'QUEUED':
      return { state: 'queued' };
    case 'RUNNING':
      return { state: 'running' };
    case 'SUCCEEDED': {
      const reused = Statistics?.ResultReuseInformation?.ReusedPreviousResult ?? false;
      const cost = runCost(bytesScanned, reused ? 'reused' : 'executed', pricing);
      return { state: 'succeeded', cost, reused };
    }
    case 'FAILED': {
      const {
        ErrorCategory: category,
        ErrorType: type,
        Retryable: retryable,
      } = Status.AthenaError ?? {};
      return {
        state: 'failed',
        cost: runCost(bytesScanned, 'failed', pricing),
        error: describeQueryFailure({ category, type, retryable }),
      };
    }
    case 'CANCELLED': {
      const cost = runCost(bytesScanned, 'cancelled', pricing);
      // The reason is all that tells the workgroup's limit from a person's click.
      const cutOff = /bytes scanned limit/i.test(Status.StateChangeReason ?? '');
      if (cutOff || stopped === 'bytes') return { state: 'cancelled', cost, by: 'cutoff' };
      if (stopped === 'queue' || stopped === 'run') {
        return { state: 'failed', cost, error: overdue[stopped] };
      }
      return { state: 'cancelled', cost, by: stopped === 'asked' ? 'stop' : 'user' };
    }
    default:
      return Status.State satisfies never;
  }
}
