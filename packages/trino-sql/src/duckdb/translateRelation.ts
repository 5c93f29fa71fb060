import type {
  AliasedRelationContext,
  JoinCriteriaContext,
  JoinColumnReferenceContext,
  RelationContext,
  RelationPrimaryContext,
  SampledRelationContext,
  UnnestContext,
} from 'dt-sql-parser/dist/lib/trino/TrinoSqlParser';
import { identifierText } from '../grammar/names';
import { trinoGrammar as g } from '../grammar/trinoGrammar';
import { SqlRefused } from '../SqlRefused';
import { compare } from './compare';
import { expr, quoted } from './Expr';
import { boolean } from './operand';
import { nested, separate, type Scope } from './Scope';
import { translateExpression, translateNode } from './translateExpression';
import { translateQuery } from './translateQuery';
import { unsupported } from './unsupported';

/** FROM with its leading space, or nothing, and the names a column may be qualified with. */
type From = { sql: string; relations: string[] };

/** The relations of a FROM. */
export function translateRelations(nodes: readonly RelationContext[], outer: Scope): From {
  const scope: Scope = { ...outer, grouped: undefined, outputs: new Map(), noAggregate: 'FROM' };
  const relations: string[] = [];
  const parts = nodes.map(node => translateRelation(node, scope, relations));
  return { sql: parts.length > 0 ? ` FROM ${parts.join(', ')}` : '', relations };
}

function translateRelation(node: RelationContext, scope: Scope, names: string[]): string {
  if (node instanceof g.RelationDefaultContext)
    return sampled(node.sampledRelation(), scope, names);
  if (!(node instanceof g.JoinRelationContext)) throw unsupported(node);
  if (node.KW_NATURAL()) throw new SqlRefused('NATURAL JOIN', 'name the columns with USING');
  const [left, right] = node.relation();
  const leftSql = translateRelation(left, scope, names);
  const cross = node.sampledRelation();
  if (cross) return `${leftSql} CROSS JOIN ${sampled(cross, scope, names)}`;
  const criteria = node.joinCriteria();
  const type = node.joinType();
  if (!right || !criteria || !type) throw unsupported(node);
  let kind = 'INNER';
  if (type.KW_LEFT()) kind = 'LEFT';
  if (type.KW_RIGHT()) kind = 'RIGHT';
  if (type.KW_FULL()) kind = 'FULL';
  const rightSql = translateRelation(right, scope, names);
  const joined: Scope = { ...scope, relations: [...names] };
  return `${leftSql} ${kind} JOIN ${rightSql} ${joinCondition(criteria, joined)}`;
}

function joinCondition(criteria: JoinCriteriaContext, scope: Scope): string {
  if (criteria.KW_USING()) {
    const columns = criteria.identifier().map(column => quoted(identifierText(column)));
    return `USING (${columns.join(', ')})`;
  }
  const equality = criteria.joinColumnEquality();
  if (equality) {
    const [left, right] = equality.joinColumnReference().map(joinColumn);
    return `ON ${compare('=', left, right).sql}`;
  }
  const condition = criteria.booleanExpression();
  if (!condition) throw unsupported(criteria);
  return `ON ${boolean('ON', translateNode(condition, scope)).sql}`;
}

function joinColumn(node: JoinColumnReferenceContext) {
  const parts = node
    .getText()
    .match(/"(?:[^"]|"")*"|[^."]+/g)
    ?.map(part => (part.startsWith('"') ? part : quoted(part)));
  if (!parts) throw unsupported(node);
  return expr('unknown', parts.join('.'));
}

function sampled(node: SampledRelationContext, scope: Scope, names: string[]): string {
  if (node.KW_TABLESAMPLE()) throw new SqlRefused('TABLESAMPLE', 'engines sample differently');
  const pattern = node.patternRecognition();
  if (pattern.KW_MATCH_RECOGNIZE()) {
    throw new SqlRefused('MATCH_RECOGNIZE', 'DuckDB has nothing like it; use window functions');
  }
  return aliased(pattern.aliasedRelation(), scope, names);
}

function aliased(node: AliasedRelationContext, scope: Scope, names: string[]): string {
  const identifier = node.identifier();
  const alias = identifier ? identifierText(identifier) : undefined;
  const columns = node
    .columnAliases()
    ?.identifier()
    .map(column => quoted(identifierText(column)));
  const primary = node.relationPrimary();
  const as = (name: string | undefined) => {
    if (name !== undefined) names.push(name);
    return name === undefined
      ? ''
      : ` AS ${quoted(name)}${columns ? `(${columns.join(', ')})` : ''}`;
  };
  if (primary instanceof g.ParenthesizedRelationContext) {
    if (alias !== undefined) throw unsupported(node);
    return `(${translateRelation(primary.relation(), scope, names)})`;
  }
  if (primary instanceof g.TableNameContext) {
    const parts =
      primary
        .tableOrViewName()
        .getText()
        .match(/"(?:[^"]|"")*"|[^."]+/g) ?? [];
    const table = parts.map(part =>
      (part.startsWith('"') ? part.slice(1, -1).replaceAll('""', '"') : part).toLowerCase(),
    );
    const given = table.length === 1 && scope.given.has(table[0]);
    const source = given ? quoted(table[0]) : scope.table(table.join('.'));
    return `${source}${as(alias ?? table.at(-1))}`;
  }
  const source = relationSource(primary);
  if (source instanceof g.SubqueryRelationContext) {
    if (alias === undefined) names.push('');
    return `(${translateQuery(source.query(), separate(scope))})${as(alias)}`;
  }
  if (source instanceof g.LateralContext) {
    const inner = nested({ ...scope, relations: [...names] });
    return `LATERAL (${translateQuery(source.query(), inner)})${as(alias)}`;
  }
  if (source instanceof g.UnnestContext) {
    if (!columns) {
      throw new SqlRefused('UNNEST without names', 'name what comes out: UNNEST(x) AS t (name)');
    }
    return `${unnest(source, columns.length, scope)}${as(alias)}`;
  }
  throw unsupported(primary);
}

function relationSource(primary: RelationPrimaryContext) {
  return primary instanceof g.ExpressionSourceTableContext
    ? primary.relationSourceTable()
    : primary;
}

function unnest(node: UnnestContext, columns: number, scope: Scope): string {
  const arrays = node
    .expression()
    .map(array => translateExpression(array, { ...scope, lateral: true }));
  const ordinality = node.KW_ORDINALITY() ? 1 : 0;
  if (arrays.length === 1 && columns === ordinality + 2) {
    if (ordinality) throw new SqlRefused('UNNEST of a map WITH ORDINALITY', 'leave the ordinality');
    const map = arrays[0].sql;
    return `LATERAL (SELECT unnest(map_keys(${map})), unnest(map_values(${map})))`;
  }
  if (columns !== arrays.length + ordinality) throw unsupported(node);
  const lists = arrays.map(array => array.sql);
  const number = ordinality
    ? [`unnest(range(1, greatest(${lists.map(list => `len(${list})`).join(', ')}) + 1))`]
    : [];
  return `LATERAL (SELECT ${[...lists.map(list => `unnest(${list})`), ...number].join(', ')})`;
}
