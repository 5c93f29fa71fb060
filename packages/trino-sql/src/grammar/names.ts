import type {
  IdentifierContext,
  QualifiedNameContext,
  TableRefContext,
  ViewRefContext,
} from 'dt-sql-parser/dist/lib/trino/TrinoSqlParser';
import { trinoGrammar as g } from './trinoGrammar';

/** What an identifier names, without its quotes and as written. */
export function identifierText(node: IdentifierContext): string {
  const text = node.getText();
  return node instanceof g.QuotedIdentifierContext ? text.slice(1, -1).replaceAll('""', '"') : text;
}

/** The parts of a dotted name, in lower case: Trino does not tell names apart by case. */
export function nameParts(node: TableRefContext | ViewRefContext | QualifiedNameContext): string[] {
  return node.identifier().map(part => identifierText(part).toLowerCase());
}
