import type {
  FilterContext,
  FunctionCallContext,
  GroupingOperationContext,
  ListAggContext,
  OverContext,
  ParserRuleContextOf,
} from './callTypes';
import { trinoGrammar as g } from '../../grammar/trinoGrammar';
import { SqlRefused } from '../../SqlRefused';
import { canonicalText } from '../canonicalText';
import { expr, quoted, textLiteral, type Expr } from '../Expr';
import { stringText } from '../stringText';
import { boolean, text } from '../operand';
import type { Scope } from '../Scope';
import { translateExpression, translateNode } from '../translateExpression';
import { orderOfRows } from '../translateSort';
import { translateCast } from '../translateCast';
import { translateWindow } from '../translateWindow';
import { aggregateForms, windowForms, type Aggregate } from './aggregateForms';
import { arrayForms, lambdaForms } from './arrayForms';
import { jsonForms } from './jsonForms';
import { numberForms } from './numberForms';
import { regexpForms } from './regexpForms';
import { refusedFunctions } from './refusedFunctions';
import { textForms } from './textForms';
import { timeForms } from './timeForms';
import { urlForms } from './urlForms';

const scalarForms = new Map([
  ...textForms,
  ...numberForms,
  ...timeForms,
  ...arrayForms,
  ...jsonForms,
  ...regexpForms,
  ...urlForms,
]);

function checkArity(name: string, count: number, [least, most]: readonly [number, number]): void {
  if (count < least || count > most) {
    const wanted = least === most ? String(least) : `${least} to ${most}`;
    throw new SqlRefused(`${name} of ${count} arguments`, `it takes ${wanted} here`);
  }
}

/** A call of a function, an aggregate or a window function. */
export function translateCall(node: FunctionCallContext, scope: Scope): Expr {
  const name = node.functionName().getText().toLowerCase();
  if (node.processingMode() || node.identifier()) throw new SqlRefused(name, 'write it plainly');
  const count = node.expression().length;
  const lambda = lambdaForms.get(name);
  const scalar = scalarForms.get(name);
  const aggregate = aggregateForms.get(name) ?? (node.over() ? windowForms.get(name) : undefined);
  if (aggregate) {
    checkArity(name, count, aggregate.arity);
    return node.over() ? windowCall(node, name, scope) : aggregateCall(node, name, scope);
  }
  if (!scalar && !lambda && name !== 'try') {
    throw new SqlRefused(
      name,
      refusedFunctions.get(name) ??
        'this function is not on the list of what DuckDB is known to answer as Trino does',
    );
  }
  if (node.setQuantifier() || node.KW_ORDER() || node.filter() || node.over() || node.ASTERISK()) {
    throw new SqlRefused(`${name} with DISTINCT, ORDER BY, FILTER or OVER`, 'it is no aggregate');
  }
  if (lambda) {
    checkArity(name, count, lambda.arity);
    return lambda.translate(name, node.expression(), scope);
  }
  if (!scalar) return tryCall(node, scope);
  checkArity(name, count, scalar.arity);
  return scalar.translate({
    name,
    args: node.expression().map(arg => translateExpression(arg, scope)),
  });
}

/** `try(CAST(…))` is TRY_CAST; DuckDB's own TRY refuses what may raise errors on purpose. */
function tryCall(node: FunctionCallContext, scope: Scope): Expr {
  checkArity('try', node.expression().length, [1, 1]);
  const inner = innermost(node.expression()[0]);
  if (!(inner instanceof g.CastContext)) {
    throw new SqlRefused('try', 'write TRY_CAST, or nullif(divisor, 0)');
  }
  return translateCast(inner, scope, { lenient: true });
}

function innermost(node: ParserRuleContextOf): ParserRuleContextOf {
  const only = node.getChildCount() === 1 ? node.getChild(0) : null;
  return only instanceof g.ParserRuleContext ? innermost(only) : node;
}

function filterOf(filter: FilterContext | null, scope: Scope): string {
  if (!filter) return '';
  const condition = boolean(
    'FILTER',
    translateNode(filter.whereClause().booleanExpression(), scope),
  );
  return ` FILTER (WHERE ${condition.sql})`;
}

function callText(node: FunctionCallContext, name: string, scope: Scope) {
  const entry = aggregateForms.get(name) ?? windowForms.get(name);
  if (!entry) throw new SqlRefused(name, 'it is not on the list');
  if (node.setQuantifier()?.KW_ALL()) throw new SqlRefused(`${name}(ALL …)`, 'leave ALL out');
  if (node.KW_ORDER() && !entry.ordered)
    throw new SqlRefused(`ORDER BY in ${name}`, 'leave it out');
  const args = node.expression().map(arg => aggregateArgument(name, arg, scope));
  const aggregate = entry.aggregate(name, args);
  const distinct = aggregate.distinct || node.setQuantifier()?.KW_DISTINCT() ? 'DISTINCT ' : '';
  const list = node.ASTERISK() ? '*' : aggregate.args.map(arg => arg.sql).join(', ');
  const order = node.KW_ORDER() ? ` ORDER BY ${orderOfRows(node.sortItem(), scope)}` : '';
  return { aggregate, body: `${distinct}${list}`, order };
}

/** `count(DISTINCT (a, b))` is the one place for a row. */
function aggregateArgument(name: string, node: ParserRuleContextOf, scope: Scope): Expr {
  const row = rowOf(node);
  if (!row || name !== 'count') return translateExpression(node, scope);
  const fields = row.expression().map(field => translateExpression(field, scope).sql);
  return expr('row', `row(${fields.join(', ')})`);
}

function rowOf(
  node: ParserRuleContextOf,
): InstanceType<typeof g.RowConstructorContext> | undefined {
  if (node instanceof g.RowConstructorContext) return node;
  const only = node.getChildCount() === 1 ? node.getChild(0) : null;
  return only instanceof g.ParserRuleContext ? rowOf(only) : undefined;
}

function aggregateCall(node: FunctionCallContext, name: string, scope: Scope): Expr {
  return lift(node, scope, inner => {
    const { aggregate, body, order } = callText(node, name, inner);
    const sql = `${aggregate.duckDb}(${body}${order})${filterOf(node.filter(), inner)}`;
    return { sql, aggregate };
  });
}

/** Puts an aggregate into the layer that groups, and answers with the column it is there. */
function lift(
  node: ParserRuleContextOf,
  scope: Scope,
  build: (inner: Scope) => {
    sql: string;
    aggregate: Pick<Aggregate, 'kind' | 'outside' | 'element'>;
  },
): Expr {
  const { grouped } = scope;
  if (!grouped) {
    throw new SqlRefused(
      `the aggregate ${node.getText()}`,
      `it cannot stand ${scope.noAggregate ? `in ${scope.noAggregate}` : 'inside another aggregate'}`,
    );
  }
  const canonical = canonicalText(node);
  const known = grouped.aggregates.find(other => other.canonical === canonical);
  if (known) return known.value;
  const { sql, aggregate } = build({ ...grouped.inner, noAggregate: undefined });
  const name = `aggregate ${grouped.aggregates.length}`;
  const column = quoted(name);
  const value: Expr = {
    ...expr(aggregate.kind, aggregate.outside ? aggregate.outside(column) : column),
    element: aggregate.element,
  };
  grouped.aggregates.push({ canonical, sql, name, value });
  return value;
}

function windowCall(node: FunctionCallContext, name: string, scope: Scope): Expr {
  const { aggregate, body, order } = callText(node, name, scope);
  const over = node.over();
  if (!over) throw new SqlRefused(name, 'it needs OVER');
  const nulls = node.nullTreatment()?.KW_IGNORE() ? ' IGNORE NULLS' : '';
  const call = `${aggregate.duckDb}(${body}${order}${nulls})${filterOf(node.filter(), scope)}`;
  const sql = `${call} OVER (${windowOf(over, scope)})`;
  const whole = aggregate.outside && aggregate.kind === 'bigint';
  return { sql: whole ? `CAST(${sql} AS BIGINT)` : sql, kind: aggregate.kind, opaque: 'window' };
}

function windowOf(over: OverContext, scope: Scope): string {
  const specification = over.windowSpecification();
  if (!specification) throw new SqlRefused('OVER with a name', 'write the window itself');
  return translateWindow(specification, scope);
}

/** `grouping(a, b)` */
export function translateGrouping(node: GroupingOperationContext, scope: Scope): Expr {
  return lift(node, scope, () => {
    const keys = node.qualifiedName().map(name => {
      const canonical = canonicalText(name);
      const last = canonical.split(' . ').at(-1);
      const key = scope.grouped?.keys.find(
        other => other.canonical === canonical || other.canonical.split(' . ').at(-1) === last,
      );
      if (!key) throw new SqlRefused(`grouping(${name.getText()})`, 'it is not in GROUP BY');
      return key.sql;
    });
    return { sql: `CAST(grouping(${keys.join(', ')}) AS INTEGER)`, aggregate: { kind: 'integer' } };
  });
}

/** `listagg(text, separator) WITHIN GROUP (ORDER BY …)` */
export function translateListagg(node: ListAggContext, scope: Scope): Expr {
  if (node.KW_OVERFLOW()) throw new SqlRefused('ON OVERFLOW', 'leave it out');
  return lift(node, scope, inner => {
    const value = text('listagg', translateExpression(node.expression(), inner));
    const separator = node.string();
    const distinct = node.setQuantifier()?.KW_DISTINCT() ? 'DISTINCT ' : '';
    const by = separator ? textLiteral(stringText(separator)) : "''";
    const order = orderOfRows(node.sortItem(), inner);
    const filter = filterOf(node.filter(), inner);
    return {
      sql: `string_agg(${distinct}${value.sql}, ${by} ORDER BY ${order})${filter}`,
      aggregate: { kind: 'varchar' },
    };
  });
}
