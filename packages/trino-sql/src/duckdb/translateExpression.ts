import type { ParserRuleContext } from 'antlr4ng';
import type {
  ArithmeticBinaryContext,
  ConcatenationContext,
  PredicatedContext,
  SearchedCaseContext,
  SimpleCaseContext,
} from 'dt-sql-parser/dist/lib/trino/TrinoSqlParser';
import { identifierText } from '../grammar/names';
import { trinoGrammar as g } from '../grammar/trinoGrammar';
import { SqlRefused } from '../SqlRefused';
import { arithmetic, negate } from './arithmetic';
import { atTimeZone } from './atTimeZone';
import { canonicalText } from './canonicalText';
import { columnPath } from './columnPath';
import { compare } from './compare';
import { expr, quoted, utc, type Expr } from './Expr';
import { extractField } from './functions/timeForms';
import { translateCall, translateGrouping, translateListagg } from './functions/translateCall';
import { translateLiteral } from './literals';
import { boolean, text } from './operand';
import { coalesce, common } from './common';
import { concatenate, substring, trim } from './functions/textForms';
import { nested, type Scope } from './Scope';
import { translateCast } from './translateCast';
import { translatePredicate } from './translatePredicate';
import { translateQuery } from './translateQuery';
import { subscript } from './subscript';
import { unsupported } from './unsupported';

/** An expression; the same as {@link translateNode}, for what the grammar calls an expression. */
export function translateExpression(node: ParserRuleContext, scope: Scope): Expr {
  return translateNode(node, scope);
}

/** Any node of an expression, by the list of forms that are known to mean the same. */
export function translateNode(node: ParserRuleContext, scope: Scope): Expr {
  const key = scope.grouped && groupingKey(node, scope.grouped, scope.relations);
  if (key) return key;
  const literal = translateLiteral(node);
  if (literal) return literal;
  if (
    node instanceof g.ExpressionContext ||
    node instanceof g.ValueExpressionDefaultContext ||
    (node instanceof g.PredicatedContext && !node.predicate())
  ) {
    return translateNode(onlyChild(node), scope);
  }
  if (node instanceof g.ParenthesizedExpressionContext)
    return translateNode(node.expression(), scope);
  return (
    translateBoolean(node, scope) ?? translateValue(node, scope) ?? translatePrimary(node, scope)
  );
}

function onlyChild(node: ParserRuleContext): ParserRuleContext {
  const child = node.getChild(0);
  if (node.getChildCount() !== 1 || !(child instanceof g.ParserRuleContext))
    throw unsupported(node);
  return child;
}

/** The column of the grouping layer a node stands for, where the same text is a key. */
function groupingKey(
  node: ParserRuleContext,
  grouped: NonNullable<Scope['grouped']>,
  relations: readonly string[],
): Expr | undefined {
  const canonical = canonicalText(node);
  const exact = grouped.keys.find(key => key.canonical === canonical);
  if (exact) return exact.value;
  const qualifiers = relations.map(name => `${canonicalName(name)} . `);
  const bare = (name: string) => {
    const qualifier = qualifiers.find(prefix => name.startsWith(prefix));
    return qualifier ? name.slice(qualifier.length) : name;
  };
  if (!/^[\w"]/.test(canonical) || relations.length !== 1) return undefined;
  return grouped.keys.find(key => bare(key.canonical) === bare(canonical))?.value;
}

function canonicalName(name: string): string {
  const lower = name.toLowerCase();
  return /^[a-z_][a-z0-9_]*$/.test(lower) ? lower : quoted(lower);
}

function translateBoolean(node: ParserRuleContext, scope: Scope): Expr | undefined {
  if (node instanceof g.PredicatedContext) return predicated(node, scope);
  if (node instanceof g.LogicalNotContext) {
    const value = boolean('NOT', translateNode(node.booleanExpression(), scope));
    return expr('boolean', `(NOT ${value.sql})`, [value]);
  }
  if (node instanceof g.AndContext || node instanceof g.OrContext) {
    const operator = node instanceof g.AndContext ? 'AND' : 'OR';
    const sides = node
      .booleanExpression()
      .map(side => boolean(operator, translateNode(side, scope)));
    return expr('boolean', `(${sides.map(side => side.sql).join(` ${operator} `)})`, sides);
  }
  if (node instanceof g.ExistsContext) {
    return expr('boolean', `EXISTS (${translateQuery(node.query(), nested(scope))})`);
  }
  return undefined;
}

function predicated(node: PredicatedContext, scope: Scope): Expr {
  const predicate = node.predicate();
  if (!predicate) throw unsupported(node);
  return translatePredicate(translateNode(node.valueExpression(), scope), predicate, scope);
}

function translateValue(node: ParserRuleContext, scope: Scope): Expr | undefined {
  if (node instanceof g.ArithmeticBinaryContext) return binary(node, scope);
  if (node instanceof g.ArithmeticUnaryContext) {
    const value = translateNode(node.valueExpression(), scope);
    return node.MINUS() ? negate(value) : value;
  }
  if (node instanceof g.ConcatenationContext) {
    return concatenate(
      '||',
      concatenated(node).map(side => translateNode(side, scope)),
    );
  }
  if (node instanceof g.AtTimeZoneContext) {
    return atTimeZone(translateNode(node.valueExpression(), scope), node.timeZoneSpecifier());
  }
  return undefined;
}

function binary(node: ArithmeticBinaryContext, scope: Scope): Expr {
  const [left, right] = node.valueExpression().map(side => translateNode(side, scope));
  if (node.PLUS()) return arithmetic('+', left, right);
  if (node.MINUS()) return arithmetic('-', left, right);
  if (node.ASTERISK()) return arithmetic('*', left, right);
  if (node.SLASH()) return arithmetic('/', left, right);
  return arithmetic('%', left, right);
}

/** The operands of a chain of `||`, from left to right. */
function concatenated(node: ConcatenationContext): ParserRuleContext[] {
  return node
    .valueExpression()
    .flatMap(side => (side instanceof g.ConcatenationContext ? concatenated(side) : [side]));
}

function translatePrimary(node: ParserRuleContext, scope: Scope): Expr {
  if (node instanceof g.FunctionCallContext) return translateCall(node, scope);
  if (node instanceof g.CoalesceContext) {
    return coalesce(node.expression().map(e => translateNode(e, scope)));
  }
  if (node instanceof g.CurrentTimestampContext && !node.INTEGER_VALUE()) {
    return { ...expr('instant', 'now()'), zone: utc };
  }
  if (node instanceof g.CurrentDateContext) {
    return expr('date', `CAST(timezone('UTC', now()) AS DATE)`);
  }
  if (node instanceof g.CastContext) return translateCast(node, scope);
  if (node instanceof g.SearchedCaseContext || node instanceof g.SimpleCaseContext) {
    return translateCase(node, scope);
  }
  if (node instanceof g.SubscriptContext) {
    return subscript(
      translateNode(node.primaryExpression(), scope),
      translateNode(node.valueExpression(), scope),
    );
  }
  if (node instanceof g.ExtractContext) {
    return extractField(
      identifierText(node.identifier()),
      translateNode(node.valueExpression(), scope),
    );
  }
  if (node instanceof g.SubstringContext) {
    return substring(
      'substring',
      node.valueExpression().map(e => translateNode(e, scope)),
    );
  }
  if (node instanceof g.TrimContext) return trim(node, e => translateNode(e, scope));
  if (node instanceof g.PositionContext) {
    const [part, whole] = node
      .valueExpression()
      .map(e => text('position', translateNode(e, scope)));
    return expr('bigint', `strpos(${whole.sql}, ${part.sql})`, [part, whole]);
  }
  if (node instanceof g.ArrayConstructorContext) {
    const { values } = common(
      'ARRAY',
      node.expression().map(e => translateNode(e, scope)),
    );
    return expr('array', `[${values.map(value => value.sql).join(', ')}]`, values);
  }
  if (node instanceof g.SubqueryExpressionContext) {
    return expr('unknown', `(${translateQuery(node.query(), nested(scope))})`);
  }
  if (node instanceof g.GroupingOperationContext) return translateGrouping(node, scope);
  if (node instanceof g.ListAggContext) return translateListagg(node, scope);
  return translateColumn(node, scope);
}

function translateCase(node: SearchedCaseContext | SimpleCaseContext, scope: Scope): Expr {
  const operand =
    node instanceof g.SimpleCaseContext ? translateNode(node.expression()[0], scope) : undefined;
  const clauses = node.whenClause().map(clause => {
    const [condition, result] = clause.expression().map(e => translateNode(e, scope));
    return {
      condition: operand ? compare('=', operand, condition) : boolean('CASE', condition),
      result,
    };
  });
  const otherwise = node.KW_ELSE() ? node.children?.at(-2) : undefined;
  const results = [
    ...clauses.map(clause => clause.result),
    ...(otherwise instanceof g.ParserRuleContext ? [translateNode(otherwise, scope)] : []),
  ];
  const { values, kind } = common('CASE', results);
  const whens = clauses.map(
    ({ condition }, index) => `WHEN ${condition.sql} THEN ${values[index].sql}`,
  );
  const last = otherwise ? ` ELSE ${values[clauses.length].sql}` : '';
  return expr(kind, `(CASE ${whens.join(' ')}${last} END)`, [
    ...clauses.map(clause => clause.condition),
    ...values,
  ]);
}

function translateColumn(node: ParserRuleContext, scope: Scope): Expr {
  if (node instanceof g.DereferenceContext) {
    const base = node.primaryExpression();
    const field = quoted(identifierText(node.identifier()));
    const value = translateNode(base, scope);
    const isName = base instanceof g.ColumnReferenceContext || base instanceof g.DereferenceContext;
    return expr('unknown', isName ? `${value.sql}.${field}` : `(${value.sql}).${field}`, [value]);
  }
  const names =
    node instanceof g.ColumnReferenceContext || node instanceof g.ColumnRefContext
      ? columnPath(node)
      : undefined;
  if (!names) throw unsupported(node);
  return translateName(names, scope);
}

function translateName(names: readonly string[], scope: Scope): Expr {
  const [first] = names;
  const name = first.toLowerCase();
  const sql = names.map(quoted).join('.');
  const among = (relations: readonly string[]) =>
    names.length > 1 && relations.some(relation => relation.toLowerCase() === name);
  if (scope.lambda.has(name)) return expr('unknown', sql);
  if (scope.lateral) return { ...expr('unknown', sql), opaque: 'outer' };
  if (!among(scope.relations) && among(scope.enclosing)) {
    return { ...expr('unknown', sql), opaque: 'outer' };
  }
  if (scope.grouped) {
    throw new SqlRefused(`the column ${first}`, 'it must stand in GROUP BY or inside an aggregate');
  }
  if (among(scope.relations)) return expr('unknown', sql);
  if (scope.outputs.has(name)) {
    const relation = scope.outputs.get(name);
    if (!relation) {
      throw new SqlRefused(
        `the name ${first}`,
        'it is also the name of an output; write the column with its table, or order by the output alone',
      );
    }
    return expr('unknown', `${relation}.${sql}`);
  }
  if (scope.enclosing.length === 0) return expr('unknown', sql);
  // Inside a subquery a plain name could be a column of the query around, whose type no macro sees.
  if (scope.relations.length === 0) return { ...expr('unknown', sql), opaque: 'outer' };
  const [only] = scope.relations;
  if (scope.relations.length > 1 || only === '') {
    throw new SqlRefused(
      `the column ${first} in a subquery`,
      'write it with its table: table.column',
    );
  }
  return expr('unknown', `${quoted(only)}.${sql}`);
}
