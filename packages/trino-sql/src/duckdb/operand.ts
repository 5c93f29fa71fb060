import { SqlRefused } from '../SqlRefused';
import { family, kindWords, macro, type Expr, type Kind } from './Expr';

/** The names DuckDB's `typeof` has for what the macros of the same name take. */
const typesOf = {
  varchar: ['VARCHAR'],
  boolean: ['BOOLEAN'],
  bigint: ['INTEGER', 'BIGINT'],
  number: ['INTEGER', 'BIGINT', 'DOUBLE'],
} as const;

function assert(
  form: string,
  value: Expr,
  wanted: Kind | 'number',
  check: keyof typeof typesOf,
): Expr {
  const got = wanted === 'number' || wanted === family(wanted) ? family(value.kind) : value.kind;
  if (got === wanted || value.kind === wanted) return value;
  if (value.kind === 'null') return value;
  if (value.kind !== 'unknown') {
    throw new SqlRefused(
      `${form} of ${kindWords(value.kind)}`,
      `Trino converts nothing by itself; write CAST(… AS ${wanted === 'number' ? 'double' : wanted})`,
    );
  }
  const kind = wanted === 'number' ? 'unknown' : wanted;
  if (value.opaque) return { ...value, kind, sql: ofTypes(form, value, typesOf[check]) };
  return macro(check, kind, [value]);
}

/** A value of one of some types, checked where no macro can: DuckDB computes the condition when it binds. */
export function ofTypes(form: string, value: Expr, types: readonly string[]): string {
  const list = ['"NULL"', ...types].map(type => `'${type}'`).join(', ');
  const refusal = `error('${form.replaceAll("'", "''")} of another type: write CAST')`;
  return `(CASE WHEN typeof(${value.sql}) IN (${list}) THEN ${value.sql} ELSE ${refusal} END)`;
}

/** An operand that must be a text; DuckDB refuses a column of another type. */
export function text(form: string, value: Expr): Expr {
  const checked = assert(form, value, 'varchar', 'varchar');
  return checked.kind === 'null' ? { ...checked, sql: 'CAST(NULL AS VARCHAR)' } : checked;
}

/** An operand that must be a number. */
export function number(form: string, value: Expr): Expr {
  return assert(form, value, 'number', 'number');
}

/** An operand that must be a whole number. */
export function whole(form: string, value: Expr): Expr {
  if (value.kind === 'integer' || value.kind === 'bigint') return value;
  return assert(form, value, 'bigint', 'bigint');
}

/** An operand that must be true, false or unknown. */
export function boolean(form: string, value: Expr): Expr {
  return assert(form, value, 'boolean', 'boolean');
}

/** An operand whose type is kept, whatever it is; what DuckDB would keep with another meaning is refused. */
export function plain(form: string, value: Expr): Expr {
  if (value.kind === 'instant' && value.zone) {
    if (value.zone.type === 'written')
      return { ...value, sql: value.zone.utcOnly, zone: undefined };
    if (value.zone.name !== 'UTC') {
      throw new SqlRefused(
        `${form} of a time in ${value.zone.name}`,
        'DuckDB keeps the instant but not its zone; write CAST(… AS timestamp), date or varchar first',
      );
    }
    return { ...value, zone: undefined };
  }
  if (value.kind === 'interval' || value.kind === 'json' || value.kind === 'varbinary') {
    throw new SqlRefused(
      `${form} of ${kindWords(value.kind)}`,
      value.kind === 'json'
        ? 'write json_extract_scalar, or CAST it'
        : 'engines print it differently; make a number, a date or a text of it',
    );
  }
  return value;
}

/** The text of a literal, where only a literal is allowed. */
export function literalText(form: string, value: Expr | undefined, what: string): string {
  if (value?.kind !== 'varchar' || value.literal === undefined) {
    throw new SqlRefused(form, `${what} must be a literal text`);
  }
  return value.literal;
}
