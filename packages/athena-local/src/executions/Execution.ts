import type { StatementKind } from '../sql/classifyStatement';
import type { QueryResult } from '../results/QueryResult';
import type { StartQueryExecutionInput } from '../wire/inputs';
import type { AthenaFailure } from './AthenaFailure';
import type { ResultDestination } from './ResultDestination';

/**
 * Where a query stands. `RUNNING` may go back to `QUEUED`; the last three are final.
 *
 * @internal
 */
export type Phase =
  | { state: 'QUEUED'; sinceMs: number }
  | { state: 'RUNNING'; sinceMs: number; scan?: Scan }
  | (Ended & { state: 'SUCCEEDED'; result: QueryResult; reused: boolean })
  | (Ended & { state: 'FAILED'; failure: AthenaFailure })
  | (Ended & { state: 'CANCELLED'; reason: string });

type Ended = { completedAtMs: number; bytesScanned: number };

/** A scan in progress: so many bytes, evenly over its time. */
type Scan = { bytes: number; fromMs: number; durationMs: number };

/**
 * One query, from its start to the end of its history.
 *
 * @internal
 */
export type Execution = {
  readonly id: string;
  /** How many queries were started before it. */
  readonly ordinal: number;
  readonly input: StartQueryExecutionInput;
  readonly kind: StatementKind;
  readonly workgroup: string;
  readonly destination: ResultDestination;
  readonly bytesScannedCutoff?: number;
  readonly submittedAtMs: number;
  phase: Phase;
  /** Where the time went so far. */
  spent: { queueMs: number; preProcessingMs: number; planningMs: number; engineMs: number };
};

/** Whether the query takes up one of the account's active queries. */
export const isActive = ({ phase }: Execution): boolean =>
  phase.state === 'QUEUED' || phase.state === 'RUNNING';

/** Bytes scanned by now, a whole number. */
export function bytesScannedBy(execution: Execution, nowMs: number): number {
  const { phase } = execution;
  switch (phase.state) {
    case 'QUEUED':
      return 0;
    case 'RUNNING': {
      if (!phase.scan) return 0;
      const { bytes, fromMs, durationMs } = phase.scan;
      const share = durationMs <= 0 ? 1 : Math.min(1, Math.max(0, (nowMs - fromMs) / durationMs));
      return Math.floor(bytes * share);
    }
    default:
      return phase.bytesScanned;
  }
}
