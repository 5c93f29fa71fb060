import type { RunSource, SweepScope } from '../runs/RunStore';

/** A part of a statement, with what its question marks stand for. */
export type SqlPart = { sql: string; bindings: (string | number)[] };

/** So long nobody may have taken up a run before it counts as one that nobody will. */
const abandonedMs = 120_000;

/** Whether a run is of one of some sources. */
export function ofSources(sources: readonly RunSource[]): SqlPart {
  return {
    sql: `(${sources.map(() => '(dataset_id = ? AND version = ? AND source = ?)').join(' OR ') || '1 = 0'})`,
    bindings: sources.flatMap(({ datasetId, version, source }) => [datasetId, version, source]),
  };
}

/**
 * Whether a run is to be ended, and why. A disabled dataset's run is, whoever works on it. One of a source that is not
 * worked on here may still be worked on by a replica with other definitions, for as long as a new release is rolled out:
 * then someone holds it, or takes it soon.
 */
export function toBeEnded(
  { worked, disabledDatasets }: SweepScope,
  nowMs: string,
): SqlPart & { reason: SqlPart } {
  const isDisabled = `dataset_id IN (${disabledDatasets.map(() => '?').join(', ') || 'NULL'})`;
  const isWorked = ofSources(worked);
  return {
    sql: `(${isDisabled} OR (coalesce(lease_until, due_at) <= ${nowMs} - ? AND NOT ${isWorked.sql}))`,
    bindings: [...disabledDatasets, abandonedMs, ...isWorked.bindings],
    reason: {
      sql: `CASE WHEN ${isDisabled} THEN 'disabled' ELSE 'superseded' END`,
      bindings: [...disabledDatasets],
    },
  };
}
