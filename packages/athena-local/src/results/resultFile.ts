import type { Cell, QueryResult } from './QueryResult';

const quoted = (cell: Cell): string => (cell === null ? '' : `"${cell.replaceAll('"', '""')}"`);

/**
 * The result file: every value but NULL in quotes, so that NULL and the empty text stay apart; a line feed after every
 * line. Results of other statements than queries are plain text.
 */
export function resultFile(result: QueryResult): string {
  const lines = result.hasHeader
    ? [result.columns.map(column => column.name), ...result.rows]
    : result.rows;
  const line = result.hasHeader
    ? (cells: readonly Cell[]) => cells.map(quoted).join(',')
    : (cells: readonly Cell[]) => cells.map(cell => cell ?? '').join('\t');
  return lines.map(cells => `${line(cells)}\n`).join('');
}
