import type { ParseTree } from 'antlr4ng';
import { parseExpression } from './parse';
import { trinoGrammar as g } from './trinoGrammar';

/**
 * Whether an expression reads a column: a bare name, or a dotted one.
 *
 * @throws {@link SqlRefused} when the text is not an expression
 * @public
 */
export function readsColumns(sql: string): boolean {
  return holdsName(parseExpression(sql));
}

function holdsName(node: ParseTree): boolean {
  if (node instanceof g.ColumnReferenceContext || node instanceof g.DereferenceContext) return true;
  if (!(node instanceof g.ParserRuleContext)) return false;
  return (node.children ?? []).some(holdsName);
}
