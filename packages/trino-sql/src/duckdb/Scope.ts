import type { Expr } from './Expr';

/** A grouping key or an aggregate, under the name it has in the layer that groups. */
export type Lifted = { canonical: string; sql: string; name: string; value: Expr };

/**
 * Where an expression stands. After grouping, keys and aggregates are columns of an inner layer: DuckDB's macros see
 * the types of columns, but not those of aggregates.
 */
export type Scope = {
  /** What DuckDB reads for a table. */
  table(name: string): string;
  /** Names given by WITH. */
  given: ReadonlySet<string>;
  /**
   * Output names of this SELECT, which Trino does not see beside its columns and DuckDB would: lower case, to the
   * relation that must have the column.
   */
  outputs: ReadonlyMap<string, string | undefined>;
  /** Parameters of the lambdas around. */
  lambda: ReadonlySet<string>;
  grouped?: {
    keys: Lifted[];
    aggregates: Lifted[];
    /** The names of what FROM reads. */
    relations: readonly string[];
    inner: Scope;
  };
  /** Why an aggregate may not stand here. */
  noAggregate?: string;
};
