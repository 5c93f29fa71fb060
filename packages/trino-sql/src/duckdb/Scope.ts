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
  /** The names of what this SELECT reads. */
  relations: readonly string[];
  /** The names of what queries around this one read, or relations before it in FROM. */
  enclosing: readonly string[];
  /** Whether every column is one of a relation before, as in UNNEST. */
  lateral: boolean;
  /** Parameters of the lambdas around. */
  lambda: ReadonlySet<string>;
  grouped?: {
    keys: Lifted[];
    aggregates: Lifted[];
    inner: Scope;
  };
  /** Why an aggregate may not stand here. */
  noAggregate?: string;
};

/** The scope of a query inside an expression: it may read columns of the queries around. */
export function nested(scope: Scope): Scope {
  return {
    ...scope,
    grouped: undefined,
    outputs: new Map(),
    noAggregate: undefined,
    relations: [],
    enclosing: [...scope.enclosing, ...scope.relations],
  };
}

/** The scope of a query that reads nothing of the queries around: in WITH, or in FROM. */
export function separate(scope: Scope): Scope {
  return { ...nested(scope), enclosing: [], lateral: false };
}
