import type { Execution } from '../executions/Execution';
import { billedBytes } from './billedBytes';

/**
 * One line of the bill.
 *
 * @public
 */
export type LedgerEntry = {
  queryExecutionId: string;
  workgroup: string;
  query: string;
  state: Execution['phase']['state'];
  submittedAtMs: number;
  completedAtMs?: number;
  /** Exact, and so far where the query still runs. */
  bytesScanned: number;
  bytesBilled: number;
  reusedPreviousResult: boolean;
};

/** A query as a line of the bill. */
export function ledgerEntry(execution: Execution, bytesScanned: number): LedgerEntry {
  const { id, workgroup, input, phase, submittedAtMs } = execution;
  return {
    queryExecutionId: id,
    workgroup,
    query: input.QueryString,
    state: phase.state,
    submittedAtMs,
    completedAtMs: 'completedAtMs' in phase ? phase.completedAtMs : undefined,
    bytesScanned,
    bytesBilled: billedBytes(execution),
    reusedPreviousResult: phase.state === 'SUCCEEDED' && phase.reused,
  };
}
