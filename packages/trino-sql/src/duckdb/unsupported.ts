import type { ParserRuleContext } from 'antlr4ng';
import { SqlRefused } from '../SqlRefused';

/** The refusal of a form that nobody has put on the allow-list. */
export function unsupported(node: ParserRuleContext): SqlRefused {
  const text = node.getText();
  const short = text.length > 60 ? `${text.slice(0, 57)}…` : text;
  return new SqlRefused(
    short,
    'this form is not on the list of what DuckDB is known to answer as Trino does',
  );
}
