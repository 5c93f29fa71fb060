/**
 * A value with its SQL type, for a `?` in a statement.
 *
 * @public
 */
export type TypedValue =
  | { type: 'varchar'; value: string }
  | { type: 'bigint'; value: bigint }
  | { type: 'double'; value: number }
  | { type: 'boolean'; value: boolean }
  /** `YYYY-MM-DD` */
  | { type: 'date'; value: string }
  /** `YYYY-MM-DD HH:MM:SS[.fff]`, without zone */
  | { type: 'timestamp'; value: string };
