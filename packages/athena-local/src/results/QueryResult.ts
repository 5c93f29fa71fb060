import type { ResultColumn } from './ResultColumn';

/** A value as it stands on the wire; `null` is NULL. */
export type Cell = string | null;

/**
 * What a query gave.
 *
 * @internal
 */
export type QueryResult = {
  columns: readonly ResultColumn[];
  /** Nothing is left of them once the result has expired. */
  rows: readonly (readonly Cell[])[];
  /** Only results of DML start with a row of column names. */
  hasHeader: boolean;
  updateCount?: number;
  /** Where the file lies; nothing when Athena manages the result. */
  object?: { bucket: string; key: string };
  completedAtMs: number;
};
