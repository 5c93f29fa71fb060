import { SqlRefused } from '../SqlRefused';
import { expr, family, kindWords, type Expr, type Kind } from './Expr';
import { boolean, number, plain, text } from './operand';

/**
 * Values that must have one type, as the results of a CASE: what is known of one must hold for all, and DuckDB refuses
 * a column that is something else.
 */
export function common(form: string, given: readonly Expr[]): { values: Expr[]; kind: Kind } {
  const values = given.map(value => plain(form, value));
  const known = values.filter(value => value.kind !== 'unknown' && value.kind !== 'null');
  const families = [...new Set(known.map(value => family(value.kind)))];
  if (families.length > 1) {
    throw new SqlRefused(
      `${form} of ${known.map(value => kindWords(value.kind)).join(' and ')}`,
      'all must have one type; write CAST',
    );
  }
  const [only] = families;
  const checked = values.map(value => {
    if (value.kind !== 'unknown') return value;
    if (only === 'varchar') return text(form, value);
    if (only === 'number') return number(form, value);
    if (only === 'boolean') return boolean(form, value);
    return value;
  });
  return { values: checked, kind: commonKind(checked) };
}

function commonKind(values: readonly Expr[]): Kind {
  const kinds = new Set(values.map(value => value.kind).filter(kind => kind !== 'null'));
  if (kinds.size === 0) return 'null';
  if (kinds.has('unknown')) return 'unknown';
  if (kinds.size === 1) return [...kinds][0];
  for (const kind of ['double', 'bigint', 'instant', 'timestamp'] as const) {
    if (kinds.has(kind)) return kind;
  }
  return 'unknown';
}

/** `coalesce(a, b, …)` */
export function coalesce(given: readonly Expr[]): Expr {
  const { values, kind } = common('coalesce', given);
  return expr(kind, `coalesce(${values.map(value => value.sql).join(', ')})`, values);
}
