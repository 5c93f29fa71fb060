import type { ParseTree } from 'antlr4ng';
import { trinoGrammar as g } from '../grammar/trinoGrammar';

const keepsCase = new Set<number>([
  g.TrinoSqlLexer.STRING,
  g.TrinoSqlLexer.UNICODE_STRING,
  g.TrinoSqlLexer.BINARY_LITERAL,
]);

/** A node's text without white space and comments, in lower case but for literals: equal for what means the same. */
export function canonicalText(node: ParseTree): string {
  if (node instanceof g.TerminalNode) {
    return keepsCase.has(node.symbol.type) ? node.getText() : node.getText().toLowerCase();
  }
  if (node instanceof g.QuotedIdentifierContext) {
    const name = node.getText().toLowerCase();
    return /^"[a-z_][a-z0-9_]*"$/.test(name) ? name.slice(1, -1) : name;
  }
  if (!(node instanceof g.ParserRuleContext)) return '';
  return (node.children ?? []).map(canonicalText).join(' ');
}
