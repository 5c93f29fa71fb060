import { SqlRefused } from '../SqlRefused';
import { expr, family, kindWords, macro, type Expr } from './Expr';
import { number, plain, text } from './operand';

/** The comparison operators, and the typed macros for operands whose type only DuckDB knows. */
const macros = { '=': 'eq', '<>': 'neq', '<': 'lt', '<=': 'lte', '>': 'gt', '>=': 'gte' } as const;

export type Comparison = keyof typeof macros;

const comparable = new Set(['varchar', 'number', 'boolean', 'time']);

/** Refuses what Trino does not compare, as far as it is known here. */
export function refuseMismatch(form: string, left: Expr, right: Expr): void {
  for (const side of [left, right]) {
    if (side.kind !== 'unknown' && side.kind !== 'null' && !comparable.has(family(side.kind))) {
      throw new SqlRefused(`${form} of ${kindWords(side.kind)}`, 'compare a text, number or time');
    }
  }
  const known = [left, right].every(side => side.kind !== 'unknown' && side.kind !== 'null');
  if (known && family(left.kind) !== family(right.kind)) {
    throw new SqlRefused(
      `${form} of ${kindWords(left.kind)} with ${kindWords(right.kind)}`,
      "Trino converts nothing by itself; write CAST, or a typed literal as DATE '2025-03-28'",
    );
  }
}

/** An instant compares as such, whatever its zone. */
function comparableSide(form: string, side: Expr): Expr {
  return side.kind === 'instant' ? side : plain(form, side);
}

/** `left operator right` with Trino's meaning. */
export function compare(operator: Comparison, left: Expr, right: Expr): Expr {
  refuseMismatch(operator, left, right);
  const sides = [comparableSide(operator, left), comparableSide(operator, right)];
  const exact = sides.every(
    side => side.kind !== 'unknown' && (side.kind !== 'double' || side.opaque),
  );
  if (exact || sides.some(side => side.kind === 'null')) {
    return expr('boolean', `(${sides[0].sql} ${operator} ${sides[1].sql})`, sides);
  }
  if (sides.some(side => side.opaque)) return compareOpaque(operator, sides[0], sides[1]);
  return macro(macros[operator], 'boolean', sides);
}

/** A comparison where no macro can see the types: they must be the same, or of the family that is known. */
function compareOpaque(operator: Comparison, left: Expr, right: Expr): Expr {
  const known = [left, right].find(side => side.kind !== 'unknown');
  if (known && family(known.kind) === 'varchar') {
    return expr(
      'boolean',
      `(${text(operator, left).sql} ${operator} ${text(operator, right).sql})`,
      [left, right],
    );
  }
  if (known && family(known.kind) === 'number') {
    return expr(
      'boolean',
      `(${number(operator, left).sql} ${operator} ${number(operator, right).sql})`,
      [left, right],
    );
  }
  const refusal = `error('${operator} of two types: write CAST')`;
  const condition = `typeof(${left.sql}) = typeof(${right.sql})`;
  return expr(
    'boolean',
    `(CASE WHEN ${condition} THEN (${left.sql} ${operator} ${right.sql}) ELSE ${refusal} END)`,
    [left, right],
  );
}
