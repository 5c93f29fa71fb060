import type { PlannedTable } from './PlannedTable';

/** One reading of a table by a query. */
export type TableScan = {
  table: PlannedTable;
  /** The columns of files that are needed, for the result or for a filter. */
  columns: readonly string[];
  /** The partitions that are read. */
  partitions: PlannedTable['partitions'];
  /** What DuckDB filters by, as text. */
  filters: readonly string[];
};
