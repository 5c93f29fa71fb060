/** A table as the planner sees it: its columns, and the partitions that exist now. */
export type PlannedTable = {
  /** `database.table`, in lower case. */
  name: string;
  /** Columns that files hold. */
  columns: readonly { name: string; type: string }[];
  /** Columns that paths tell, in the order of the path. */
  partitionColumns: readonly { name: string; type: string }[];
  /** For each partition its values, in the order of the partition columns. */
  partitions: readonly (readonly (string | null)[])[];
};
