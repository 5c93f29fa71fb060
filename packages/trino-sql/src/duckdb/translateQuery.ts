import type {
  QueryContext,
  QueryNoWithContext,
  QueryPrimaryContext,
  QueryTermContext,
  RowCountContext,
  WithContext,
} from 'dt-sql-parser/dist/lib/trino/TrinoSqlParser';
import { identifierText, nameParts } from '../grammar/names';
import { trinoGrammar as g } from '../grammar/trinoGrammar';
import { SqlRefused } from '../SqlRefused';
import { quoted } from './Expr';
import { plain } from './operand';
import { unsupported } from './unsupported';
import { separate, type Scope } from './Scope';
import { translateExpression } from './translateExpression';
import { translateSelect } from './translateSelect';
import { orderOfOutput } from './translateSort';

/** A query with its WITH. */
export function translateQuery(query: QueryContext, outer: Scope): string {
  const [first, second] = query.children ?? [];
  const withNode = first instanceof g.WithContext ? first : undefined;
  const body = second ?? first;
  if (!(body instanceof g.QueryNoWithContext)) throw unsupported(query);
  const scope: Scope = { ...outer, grouped: undefined, noAggregate: undefined };
  if (!withNode) return translateBody(body, scope);
  const { text, given } = translateWith(withNode, scope);
  return `${text} ${translateBody(body, { ...scope, given })}`;
}

function translateWith(node: WithContext, scope: Scope): { text: string; given: Set<string> } {
  if (node.KW_RECURSIVE()) {
    throw new SqlRefused('WITH RECURSIVE', 'Trino stops after ten steps, DuckDB does not');
  }
  const given = new Set(scope.given);
  const parts = node.namedQuery().map(named => {
    const name = identifierText(named.identifier());
    const columns = named
      .columnAliases()
      ?.identifier()
      .map(column => quoted(identifierText(column)));
    const query = translateQuery(named.query(), { ...separate(scope), given: new Set(given) });
    given.add(name.toLowerCase());
    return `${quoted(name)}${columns ? ` (${columns.join(', ')})` : ''} AS (${query})`;
  });
  return { text: `WITH ${parts.join(', ')}`, given };
}

/** A query without WITH: a SELECT or a set operation, its order and its limit. */
export function translateBody(body: QueryNoWithContext, scope: Scope): string {
  const term = body.queryTerm();
  const sortItems = body.sortItem();
  const specification = specificationOf(term);
  const parts = specification
    ? [translateSelect(specification, sortItems, scope)]
    : [
        translateTerm(term, scope),
        ...(sortItems.length > 0 ? [`ORDER BY ${orderOfOutput(sortItems)}`] : []),
      ];
  const limit = translateLimit(body);
  return [...parts, ...limit].join(' ');
}

function translateLimit(body: QueryNoWithContext): string[] {
  if (body.KW_TIES()) throw new SqlRefused('WITH TIES', 'write LIMIT, or rank() in a WITH');
  const count = (node: RowCountContext | undefined | null) => {
    if (!node) return '1';
    if (node.QUESTION_MARK()) throw new SqlRefused('?', 'bind the parameters first');
    return node.getText();
  };
  const limit = body.limitRowCount();
  const parts: string[] = [];
  if (limit && !limit.KW_ALL()) parts.push(`LIMIT ${count(limit.rowCount())}`);
  // The grammar's generator names the labels of a rule so.
  // eslint-disable-next-line no-underscore-dangle
  if (body.KW_FETCH()) parts.push(`LIMIT ${count(body._fetchFirst)}`);
  // eslint-disable-next-line no-underscore-dangle
  if (body.KW_OFFSET()) parts.push(`OFFSET ${count(body._offset)}`);
  return parts;
}

function specificationOf(term: QueryTermContext) {
  const primary = term instanceof g.QueryTermDefaultContext ? term.queryPrimary() : undefined;
  return primary instanceof g.QueryPrimaryDefaultContext ? primary.querySpecification() : undefined;
}

function translateTerm(term: QueryTermContext, scope: Scope): string {
  if (term instanceof g.QueryTermDefaultContext)
    return translatePrimary(term.queryPrimary(), scope);
  if (!(term instanceof g.SetOperationContext)) throw unsupported(term);
  const [left, right] = term.queryTerm().map(side => translateTerm(side, scope));
  const all = term.setQuantifier()?.KW_ALL() ? ' ALL' : '';
  let operator = 'UNION';
  if (term.KW_INTERSECT()) operator = 'INTERSECT';
  if (term.KW_EXCEPT()) operator = 'EXCEPT';
  return `(${left}) ${operator}${all} (${right})`;
}

function translatePrimary(primary: QueryPrimaryContext, scope: Scope): string {
  if (primary instanceof g.QueryPrimaryDefaultContext) {
    return translateSelect(primary.querySpecification(), [], scope);
  }
  if (primary instanceof g.SubqueryContext) return translateBody(primary.queryNoWith(), scope);
  if (primary instanceof g.InlineTableContext) {
    const rows = primary.expression().map(row => {
      const fields = rowFields(row) ?? [row];
      return `(${fields.map(field => plain('VALUES', translateExpression(field, scope)).sql).join(', ')})`;
    });
    return `VALUES ${rows.join(', ')}`;
  }
  if (primary instanceof g.TableContext) {
    const parts = nameParts(primary.tableRef());
    const source =
      parts.length === 1 && scope.given.has(parts[0])
        ? quoted(parts[0])
        : scope.table(parts.join('.'));
    return `SELECT * FROM ${source}`;
  }
  throw unsupported(primary);
}

/** The fields of `(a, b)` or `ROW(a, b)`, or nothing for another expression. */
function rowFields(node: import('antlr4ng').ParserRuleContext): ExpressionList | undefined {
  if (node instanceof g.RowConstructorContext) return node.expression();
  const only = node.getChildCount() === 1 ? node.getChild(0) : null;
  return only instanceof g.ParserRuleContext ? rowFields(only) : undefined;
}
type ExpressionList = import('dt-sql-parser/dist/lib/trino/TrinoSqlParser').ExpressionContext[];
