import type { SortItemContext } from 'dt-sql-parser/dist/lib/trino/TrinoSqlParser';
import { SqlRefused } from '../SqlRefused';
import { columnPath } from './columnPath';
import { quoted } from './Expr';
import { plain } from './operand';
import type { Scope } from './Scope';
import { translateNode } from './translateExpression';
import type { Output } from './Output';
import { unsupported } from './unsupported';

/** Direction and place of NULL, both always said: the engines' defaults differ. */
function direction(item: SortItemContext): string {
  return `${item.KW_DESC() ? 'DESC' : 'ASC'} NULLS ${item.KW_FIRST() ? 'FIRST' : 'LAST'}`;
}

function sortNode(item: SortItemContext) {
  const node = item.columnRef() ?? item.expression();
  if (!node) throw unsupported(item);
  return node;
}

function ordinalOf(item: SortItemContext): string | undefined {
  const text = sortNode(item).getText();
  return /^\d+$/.test(text) ? text : undefined;
}

/** ORDER BY after a SELECT, with its leading space, or nothing. Trino looks among the output's names first. */
export function translateSort(
  items: readonly SortItemContext[],
  outputs: readonly Output[],
  scope: Scope,
  distinct: boolean,
): string {
  if (items.length === 0) return '';
  const aliases = outputs.flatMap(output =>
    output.type === 'one' && output.alias !== undefined ? [output.alias.toLowerCase()] : [],
  );
  const names = outputs.flatMap(output =>
    output.type === 'one' && output.name !== undefined ? [output.name.toLowerCase()] : [],
  );
  // Inside an expression DuckDB takes the column, Trino the output.
  const within: Scope = { ...scope, outputs: new Map(aliases.map(name => [name, undefined])) };
  const parts = items.map(item => {
    const path = columnPath(sortNode(item));
    const byName = path?.length === 1 && names.includes(path[0].toLowerCase());
    if (distinct && !byName && ordinalOf(item) === undefined) {
      throw new SqlRefused(
        'ORDER BY of an expression after DISTINCT',
        'order by a name or a number',
      );
    }
    const sql =
      ordinalOf(item) ??
      (byName ? quoted(path[0]) : plain('ORDER BY', translateNode(sortNode(item), within)).sql);
    return `${sql} ${direction(item)}`;
  });
  return ` ORDER BY ${parts.join(', ')}`;
}

/** ORDER BY after a set operation, which sees the output only. */
export function orderOfOutput(items: readonly SortItemContext[]): string {
  return items
    .map(item => {
      const path = columnPath(sortNode(item));
      const sql = ordinalOf(item) ?? (path?.length === 1 ? quoted(path[0]) : undefined);
      if (!sql) {
        throw new SqlRefused(
          'ORDER BY of an expression after UNION',
          'order by a name or a number',
        );
      }
      return `${sql} ${direction(item)}`;
    })
    .join(', ');
}

/** ORDER BY inside a window or an aggregate: the row's own columns. */
export function orderOfRows(items: readonly SortItemContext[], scope: Scope): string {
  return items
    .map(
      item => `${plain('ORDER BY', translateNode(sortNode(item), scope)).sql} ${direction(item)}`,
    )
    .join(', ');
}
