import type {
  QuerySpecificationContext,
  SelectItemContext,
  SortItemContext,
} from 'dt-sql-parser/dist/lib/trino/TrinoSqlParser';
import { identifierText } from '../grammar/names';
import { SqlRefused } from '../SqlRefused';
import { quoted } from './Expr';
import { columnPath } from './columnPath';
import { hasAggregate } from './hasAggregate';
import { boolean, plain } from './operand';
import type { Output } from './Output';
import type { Scope } from './Scope';
import { translateNode } from './translateExpression';
import { translateGroupBy } from './translateGroupBy';
import { translateRelations } from './translateRelation';
import { translateSort } from './translateSort';
import { unsupported } from './unsupported';

/** A SELECT with the ORDER BY that follows it. */
export function translateSelect(
  select: QuerySpecificationContext,
  sortItems: SortItemContext[],
  outer: Scope,
): string {
  if (select.KW_WINDOW()) throw new SqlRefused('WINDOW', 'write the window after OVER');
  const from = translateRelations(select.relation(), outer);
  const outputs = select.selectList().selectItem().map(outputOf);
  const having = select.havingClause()?.booleanExpression();
  const single = from.relations.length === 1 ? from.relations[0] : undefined;
  const names = aliasesOf(outputs, single && quoted(single));
  const row: Scope = {
    ...outer,
    grouped: undefined,
    outputs: names,
    relations: from.relations,
    lateral: false,
    noAggregate: 'WHERE',
  };
  const where = select.whereClause();
  const condition = where
    ? ` WHERE ${boolean('WHERE', translateNode(where.booleanExpression(), row)).sql}`
    : '';
  const source = `${from.sql}${condition}`;
  const distinct = select.setQuantifier()?.KW_DISTINCT() ? 'DISTINCT ' : '';

  const nodes = [
    ...outputs.flatMap(output => (output.type === 'one' ? [output.node] : [])),
    ...(having ? [having] : []),
    ...sortItems,
  ];
  if (!select.groupBy() && !nodes.some(hasAggregate)) {
    if (having) throw new SqlRefused('HAVING without an aggregate', 'write WHERE');
    const scope = { ...row, noAggregate: undefined };
    const order = translateSort(sortItems, outputs, scope, distinct !== '');
    return `SELECT ${distinct}${translateOutputs(outputs, scope)}${source}${order}`;
  }

  // Two layers: the inner one groups, the outer one computes with its columns.
  const inner: Scope = { ...row, outputs: new Map(), noAggregate: undefined };
  const group = translateGroupBy(select.groupBy(), outputs, inner);
  const scope: Scope = { ...inner, grouped: group.grouped };
  const items = translateOutputs(outputs, scope);
  const kept = having ? ` WHERE ${boolean('HAVING', translateNode(having, scope)).sql}` : '';
  const order = translateSort(sortItems, outputs, scope, distinct !== '');
  const lifted = [...group.grouped.keys, ...group.grouped.aggregates].map(
    ({ sql, name }) => `${sql} AS ${quoted(name)}`,
  );
  const layer = `SELECT ${lifted.join(', ') || '1'}${source}${group.sql}`;
  return `SELECT ${distinct}${items} FROM (${layer})${kept}${order}`;
}

function outputOf(item: SelectItemContext): Output {
  if (item.columnAliases()) throw unsupported(item);
  const all = item.tableAllColumns();
  if (all) {
    const name = columnPath(all.primaryExpression());
    if (name?.length !== 1) throw unsupported(all);
    return { type: 'all', sql: `${quoted(name[0])}.*` };
  }
  if (item.selectAllWithoutTable()) return { type: 'all', sql: '*' };
  const node =
    item.selectLiteralColumnName()?.columnRef() ?? item.selectExpressionColumnName()?.expression();
  if (!node) throw unsupported(item);
  const identifier = item.identifier();
  const alias = identifier ? identifierText(identifier) : undefined;
  return { type: 'one', node, alias, name: alias ?? columnPath(node)?.at(-1) };
}

/** Names that only the output has. A column put out under its own name is the same thing in both. */
function aliasesOf(outputs: readonly Output[], relation: string | undefined) {
  const names = new Map<string, string | undefined>();
  for (const output of outputs) {
    if (output.type === 'one' && output.alias !== undefined) {
      const path = columnPath(output.node);
      const same = path?.length === 1 && path[0].toLowerCase() === output.alias.toLowerCase();
      if (!same) names.set(output.alias.toLowerCase(), relation);
    }
  }
  return names;
}

function translateOutputs(outputs: readonly Output[], scope: Scope): string {
  let starred = false;
  return outputs
    .map((output, index) => {
      if (output.type === 'all') {
        if (scope.grouped) throw new SqlRefused('* beside GROUP BY', 'name the columns');
        starred = true;
        return output.sql;
      }
      const value = plain('SELECT', translateNode(output.node, scope));
      if (output.name === undefined && starred) {
        throw new SqlRefused('an expression without a name after *', 'give it one with AS');
      }
      return `${value.sql} AS ${quoted(output.name ?? `_col${index}`)}`;
    })
    .join(', ');
}
