import type { ParserRuleContext } from 'antlr4ng';
import type {
  GroupByContext,
  GroupingElementContext,
  GroupingSetContext,
} from 'dt-sql-parser/dist/lib/trino/TrinoSqlParser';
import { trinoGrammar as g } from '../grammar/trinoGrammar';
import { SqlRefused } from '../SqlRefused';
import { canonicalText } from './canonicalText';
import { quoted } from './Expr';
import { plain } from './operand';
import type { Lifted, Scope } from './Scope';
import { translateNode } from './translateExpression';
import type { Output } from './Output';
import { unsupported } from './unsupported';

type Grouping = { sql: string; grouped: NonNullable<Scope['grouped']> };

/** GROUP BY with its leading space, and the keys an outer layer can read. */
export function translateGroupBy(
  groupBy: GroupByContext | null,
  outputs: readonly Output[],
  inner: Scope,
): Grouping {
  const grouped: Grouping['grouped'] = { keys: [], aggregates: [], inner };
  if (!groupBy) return { sql: '', grouped };
  if (groupBy.setQuantifier()) throw new SqlRefused('GROUP BY ALL or DISTINCT', 'name the keys');

  const key = (term: ParserRuleContext): string => {
    const node = /^\d+$/.test(term.getText()) ? outputNode(Number(term.getText()), outputs) : term;
    const canonical = canonicalText(node);
    const known = grouped.keys.find(other => other.canonical === canonical);
    if (known) return known.sql;
    const value = plain('GROUP BY', translateNode(node, { ...inner, noAggregate: 'GROUP BY' }));
    const name = `key ${grouped.keys.length}`;
    const lifted: Lifted = {
      canonical,
      sql: value.sql,
      name,
      value: { ...value, sql: quoted(name) },
    };
    grouped.keys.push(lifted);
    return value.sql;
  };
  const set = (node: GroupingSetContext) =>
    node.groupingTerm().map(term => key(term.columnRef() ?? term.expression() ?? term));
  const brackets = (node: GroupingSetContext) => `(${set(node).join(', ')})`;
  const element = (node: GroupingElementContext): string => {
    if (node instanceof g.SingleGroupingSetContext)
      return set(node.groupingSet()).join(', ') || '()';
    if (node instanceof g.RollupContext)
      return `ROLLUP (${node.groupingSet().map(brackets).join(', ')})`;
    if (node instanceof g.CubeContext)
      return `CUBE (${node.groupingSet().map(brackets).join(', ')})`;
    if (node instanceof g.MultipleGroupingSetsContext) {
      return `GROUPING SETS (${node.groupingSet().map(brackets).join(', ')})`;
    }
    throw unsupported(node);
  };
  return { sql: ` GROUP BY ${groupBy.groupingElement().map(element).join(', ')}`, grouped };
}

function outputNode(ordinal: number, outputs: readonly Output[]): ParserRuleContext {
  const output = outputs[ordinal - 1];
  if (output?.type !== 'one')
    throw new SqlRefused(`GROUP BY ${ordinal}`, 'there is no such output');
  return output.node;
}
