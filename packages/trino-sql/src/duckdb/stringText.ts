import type { StringContext } from 'dt-sql-parser/dist/lib/trino/TrinoSqlParser';
import { trinoGrammar as g } from '../grammar/trinoGrammar';
import { SqlRefused } from '../SqlRefused';
import { unsupported } from './unsupported';

/** What a text literal says. */
export function stringText(node: StringContext): string {
  if (node instanceof g.BasicStringLiteralContext) {
    return node.getText().slice(1, -1).replaceAll("''", "'");
  }
  if (node instanceof g.UnicodeStringLiteralContext && !node.KW_UESCAPE()) {
    const raw = node.UNICODE_STRING().getText().slice(3, -1).replaceAll("''", "'");
    return raw.replace(/\\(\\|[0-9a-f]{4}|\+[0-9a-f]{6})|\\/gi, (_, code: string | undefined) => {
      if (code === undefined) throw new SqlRefused(node.getText(), 'it has a broken escape');
      return code === '\\' ? '\\' : String.fromCodePoint(parseInt(code.replace('+', ''), 16));
    });
  }
  throw unsupported(node);
}
