import type { EngineFailure, RunCost } from 'backstage-plugin-service-insights-node';
import type { Knex } from 'knex';
import type { HeldRun } from '../runs/Run';
import { stopReasons, type StopReason } from '../runs/StopReason';
import { fenced, stateAfter } from './runStates';
import { settleRun } from './settleRun';

/** How a run ends, and what it cost where that is known. */
export type RunEnding =
  | { event: 'publish'; cost: RunCost; resultRows: number }
  | { event: 'fail'; failure: EngineFailure; cost: RunCost | undefined }
  | { event: 'cancel'; reason: StopReason; cost: RunCost | undefined };

/**
 * Ends a run: the one place that does. Whatever must happen exactly when a run ends happens here, in the transaction
 * of what ends it. It locks budgets that others wait for, so it comes last in that.
 *
 * @returns whether it ended; when not, someone else holds it or has ended it, and nothing was changed
 */
export async function endRun(
  tx: Knex.Transaction,
  { id, fence }: HeldRun,
  ending: RunEnding,
  nowMs: number,
): Promise<boolean> {
  const ended = await tx('runs')
    .whereRaw(fenced(ending.event), [id, fence])
    .update({
      ...columnsOf(ending),
      ...costColumns(ending.cost),
      state: tx.raw(stateAfter(ending.event)),
      lease_owner: null,
      lease_until: null,
      statement: null,
      finished_at: nowMs,
    });
  if (ended !== 1) return false;
  await settleRun(tx, id, { started: true, cost: ending.cost }, nowMs);
  return true;
}

/** What a run cost, as columns of its row. */
export function costColumns(cost: RunCost | undefined) {
  return {
    bytes_scanned: cost?.bytesScanned ?? null,
    bytes_billed: cost?.bytesBilled ?? null,
    usd: cost?.usd ?? null,
  };
}

/** Why a run failed, as columns of its row. */
export function failureColumns(failure: EngineFailure) {
  return {
    error_class: failure.class,
    error_code: failure.code,
    error_message: failure.message,
  };
}

function columnsOf(ending: RunEnding) {
  switch (ending.event) {
    case 'publish':
      return {
        result_rows: ending.resultRows,
        error_class: null,
        error_code: null,
        error_message: null,
      };
    case 'fail':
      return failureColumns(ending.failure);
    case 'cancel':
      return {
        error_class: null,
        error_code: ending.reason,
        error_message: stopReasons[ending.reason],
      };
    default:
      return ending satisfies never;
  }
}
