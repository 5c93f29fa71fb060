import type { ClaimedRun, NewRun, StoppingRun } from '../runs/Run';
import { restoreStatement, storeStatement } from '../runs/storedStatement';
import { stopReasons, type StopReason } from '../runs/StopReason';
import type { RunRow } from './rows';

/** What the ledger keeps of a run when it is put there. */
export function newRunRow(run: NewRun) {
  return {
    id: run.id,
    dataset_id: run.datasetId,
    version: run.version,
    source: run.source,
    day: run.day,
    attempt: run.attempt,
    token: run.token,
    source_version: run.sourceVersion ?? null,
    statement: storeStatement(run.statement),
  };
}

/** A row of a run that was taken to be carried out. */
export function claimedRun(row: RunRow): ClaimedRun {
  const run = { ...heldRun(row), startedAtMs: Number(row.started_at) };
  const { state, engine_run_id: engineRunId } = row;
  if (state === 'starting') {
    const mayBeStarted = Boolean(row.may_be_started);
    return { ...run, state, engineRunId: undefined, mayBeStarted, statement: statementOf(row) };
  }
  if ((state === 'running' || state === 'publishing') && engineRunId !== null) {
    return { ...run, state, engineRunId };
  }
  throw new Error(`Run ${row.id} cannot be carried out: it is ${state}`);
}

/** A row of a run that was taken to be ended. */
export function stoppingRun(row: RunRow): StoppingRun {
  if (row.state !== 'stopping') throw new Error(`Run ${row.id} is not being stopped`);
  return {
    ...heldRun(row),
    state: 'stopping',
    reason: stopReasonOf(row.error_code),
    engineRunId: row.engine_run_id ?? undefined,
    statement: statementOf(row),
  };
}

function heldRun(row: RunRow) {
  return {
    id: row.id,
    datasetId: row.dataset_id,
    version: row.version,
    source: row.source,
    day: row.day,
    attempt: row.attempt,
    token: row.token,
    sourceVersion: row.source_version ?? undefined,
    fence: row.fence,
  };
}

function statementOf({ statement }: RunRow) {
  return statement === null ? undefined : restoreStatement(statement);
}

function stopReasonOf(code: string | null): StopReason {
  return code !== null && isStopReason(code) ? code : 'superseded';
}

function isStopReason(code: string): code is StopReason {
  return Object.hasOwn(stopReasons, code);
}
