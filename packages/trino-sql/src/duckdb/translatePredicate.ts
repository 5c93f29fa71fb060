import type { PredicateContext } from 'dt-sql-parser/dist/lib/trino/TrinoSqlParser';
import { trinoGrammar as g } from '../grammar/trinoGrammar';
import { SqlRefused } from '../SqlRefused';
import { compare, refuseMismatch, type Comparison } from './compare';
import { expr, family, macro, type Expr } from './Expr';
import { boolean, number, plain, text } from './operand';
import { nested, type Scope } from './Scope';
import { translateExpression, translateNode } from './translateExpression';
import { translateQuery } from './translateQuery';
import { unsupported } from './unsupported';

const operators: Record<string, Comparison> = {
  '=': '=',
  '<>': '<>',
  '!=': '<>',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
};

function negated(value: Expr, not: unknown): Expr {
  return not ? { ...value, sql: `(NOT ${value.sql})` } : value;
}

/** `left predicate`, as `a = b`, `a BETWEEN b AND c`, `a IS NULL`. */
export function translatePredicate(left: Expr, node: PredicateContext, scope: Scope): Expr {
  if (node instanceof g.ComparisonContext) {
    const right = translateNode(node.valueExpression(), scope);
    return compare(operators[node.comparisonOperator().getText()], left, right);
  }
  if (node instanceof g.BetweenContext) {
    const [lower, upper] = node.valueExpression().map(side => translateNode(side, scope));
    return negated(between(left, lower, upper), node.KW_NOT());
  }
  if (node instanceof g.InListContext) {
    const values = node.expression().map(value => translateExpression(value, scope));
    return negated(inList(left, values), node.KW_NOT());
  }
  if (node instanceof g.InSubqueryContext) {
    const value = plain('IN', left);
    const sql = `(${value.sql} IN (${translateQuery(node.query(), nested(scope))}))`;
    return negated(expr('boolean', sql, [value]), node.KW_NOT());
  }
  if (node instanceof g.LikeContext) {
    const [pattern, escape] = node
      .valueExpression()
      .map(side => text('LIKE', translateNode(side, scope)));
    const value = text('LIKE', left);
    const tail = escape
      ? ` ESCAPE ${escape.literal ? `'${escape.literal.replaceAll("'", "''")}'` : refuseEscape()}`
      : '';
    return negated(
      expr('boolean', `(${value.sql} LIKE ${pattern.sql}${tail})`, [value, pattern]),
      node.KW_NOT(),
    );
  }
  if (node instanceof g.NullPredicateContext) {
    return expr('boolean', `(${left.sql} IS ${node.KW_NOT() ? 'NOT ' : ''}NULL)`, [left]);
  }
  if (node instanceof g.DistinctFromContext) {
    const right = translateNode(node.valueExpression(), scope);
    refuseMismatch('IS DISTINCT FROM', left, right);
    const sides = [plain('IS DISTINCT FROM', left), plain('IS DISTINCT FROM', right)];
    const distinct = sides.some(side => side.kind === 'null')
      ? expr('boolean', `(${sides[0].sql} IS DISTINCT FROM ${sides[1].sql})`, sides)
      : macro('distinct', 'boolean', sides);
    return negated(distinct, node.KW_NOT());
  }
  throw unsupported(node);
}

function refuseEscape(): never {
  throw new SqlRefused('ESCAPE', 'write the escape character as a literal');
}

function between(value: Expr, lower: Expr, upper: Expr): Expr {
  refuseMismatch('BETWEEN', value, lower);
  refuseMismatch('BETWEEN', value, upper);
  const sides = [value, lower, upper].map(side =>
    side.kind === 'instant' ? side : plain('BETWEEN', side),
  );
  if (sides.every(side => side.kind !== 'unknown')) {
    return expr('boolean', `(${sides[0].sql} BETWEEN ${sides[1].sql} AND ${sides[2].sql})`, sides);
  }
  return macro('between', 'boolean', sides);
}

function inList(value: Expr, values: readonly Expr[]): Expr {
  const families = new Set(
    values.filter(item => item.kind !== 'null').map(item => family(item.kind)),
  );
  for (const item of values) refuseMismatch('IN', value, item);
  const [only] = families;
  const literals = values.every(item => item.literal !== undefined || item.kind === 'null');
  if (literals && families.size === 1 && (only === 'varchar' || only === 'number')) {
    const checked = only === 'varchar' ? text('IN', value) : number('IN', value);
    return expr('boolean', `(${checked.sql} IN (${values.map(item => item.sql).join(', ')}))`, [
      checked,
    ]);
  }
  if (values.length > 32)
    throw new SqlRefused('IN with a long list of expressions', 'use literals');
  const sides = values.map(item => boolean('IN', compare('=', value, item)));
  return expr('boolean', `(${sides.map(side => side.sql).join(' OR ')})`, sides);
}
