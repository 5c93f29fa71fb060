import { SqlRefused } from '../SqlRefused';

/**
 * What is known about an expression's type before DuckDB binds it. Columns are `unknown`: DuckDB's binder knows them,
 * and typed macros choose by it.
 */
export type Kind =
  | 'unknown'
  | 'null'
  | 'varchar'
  | 'integer'
  | 'bigint'
  | 'double'
  | 'boolean'
  | 'date'
  | 'timestamp'
  | 'instant'
  | 'interval'
  | 'json'
  | 'varbinary'
  | 'array'
  | 'map'
  | 'row';

/**
 * Trino keeps the zone with a `timestamp with time zone`, DuckDB keeps the instant only. A zone that stands in the
 * statement is remembered here; one that stands in the data is not known, but `wall` can read the clock from the text.
 */
export type Zone =
  | { type: 'fixed'; name: string }
  | {
      type: 'written';
      /** The wall clock as written, a TIMESTAMP. */
      wall: string;
      /** The instant, or an error when the text has another zone than UTC. */
      utcOnly: string;
    };

/** A piece of DuckDB SQL that can stand as an operand. */
export type Expr = {
  sql: string;
  kind: Kind;
  /** The text of a literal text, or the digits of a literal integer. */
  literal?: string;
  /** Digits after the second, of a timestamp where they are known. */
  precision?: number;
  zone?: Zone;
  /** What an array holds, where it is known. */
  element?: Kind;
  /** Whether a double is known to be a whole number. */
  integral?: boolean;
  /** What an interval counts: days and months move a date, clock units do not. */
  interval?: 'calendar' | 'clock';
  /** The same value for a reader that makes a number of it, where text would differ in form. */
  numeric?: string;
  /** What DuckDB cannot see the type of inside a macro's arguments, and why. */
  opaque?: Opaque;
};

/** A window function, or a column of an outer query or of the relation before. */
export type Opaque = 'window' | 'outer';

export const utc: Zone = { type: 'fixed', name: 'UTC' };

/** A typed expression without anything else known about it. */
export function expr(kind: Kind, sql: string, args: readonly Expr[] = []): Expr {
  const opaque = args.find(arg => arg.opaque)?.opaque;
  return opaque ? { sql, kind, opaque } : { sql, kind };
}

/** A text as a literal of DuckDB that is a VARCHAR and nothing else. */
export function textLiteral(text: string): string {
  return `'${text.replaceAll("'", "''")}'::VARCHAR`;
}

/** A name, quoted for DuckDB. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A call of a typed macro: DuckDB chooses by the types of the columns, or refuses. */
export function macro(name: string, kind: Kind, args: readonly Expr[], extra: string[] = []): Expr {
  for (const { opaque } of args) {
    if (opaque) {
      throw new SqlRefused(
        opaque === 'window'
          ? 'a window function inside another expression'
          : 'a column of the outer query inside another expression',
        'give the value a name in a WITH or a subquery first, and use the name',
      );
    }
  }
  return expr(kind, `trino_${name}(${[...extra, ...args.map(arg => arg.sql)].join(', ')})`);
}

const words: Record<Kind, string> = {
  unknown: 'a value',
  null: 'NULL',
  varchar: 'a varchar',
  integer: 'an integer',
  bigint: 'a bigint',
  double: 'a double',
  boolean: 'a boolean',
  date: 'a date',
  timestamp: 'a timestamp',
  instant: 'a timestamp with time zone',
  interval: 'an interval',
  json: 'JSON',
  varbinary: 'a varbinary',
  array: 'an array',
  map: 'a map',
  row: 'a row',
};

/** How a kind is called in a message. */
export function kindWords(kind: Kind): string {
  return words[kind];
}

/** The families within which Trino converts without being asked. */
export function family(kind: Kind): string {
  if (kind === 'integer' || kind === 'bigint' || kind === 'double') return 'number';
  if (kind === 'date' || kind === 'timestamp' || kind === 'instant') return 'time';
  return kind;
}
