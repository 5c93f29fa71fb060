import type { ParseTree, ParserRuleContext } from 'antlr4ng';
import type { QueryContext } from 'dt-sql-parser/dist/lib/trino/TrinoSqlParser';
import { nameParts, identifierText } from '../grammar/names';
import { trinoGrammar as g } from '../grammar/trinoGrammar';

type Visitor = {
  /** Called for a name in FROM that no WITH gives a meaning to. */
  table(parts: readonly string[]): void;
  /** Called for every node, parents first. */
  node(node: ParseTree): void;
};

/**
 * Walks a tree and tells the tables that are read, as the engine sees them: a name given by WITH stands for that query
 * only inside the query that WITH belongs to, only after it was given, and only without a schema before it.
 */
export function walkTables(
  node: ParseTree,
  visitor: Visitor,
  given: ReadonlySet<string> = new Set(),
): void {
  visitor.node(node);
  if (node instanceof g.QueryContext) {
    walkQuery(node, visitor, given);
    return;
  }
  if (node instanceof g.TableRefContext || node instanceof g.ViewRefContext) {
    const parts = nameParts(node);
    if (parts.length > 1 || !given.has(parts[0])) visitor.table(parts);
  }
  walkChildren(node, visitor, given);
}

function walkQuery(query: QueryContext, visitor: Visitor, given: ReadonlySet<string>): void {
  const names = new Set(given);
  for (const child of query.children ?? []) {
    if (child instanceof g.WithContext) {
      visitor.node(child);
      const recursive = child.KW_RECURSIVE() !== null;
      for (const named of child.namedQuery()) {
        const name = identifierText(named.identifier()).toLowerCase();
        const inner = recursive ? new Set([...names, name]) : names;
        visitor.node(named);
        walkChildren(named, visitor, inner);
        names.add(name);
      }
    } else {
      walkTables(child, visitor, names);
    }
  }
}

function walkChildren(node: ParseTree, visitor: Visitor, given: ReadonlySet<string>): void {
  const children =
    (node instanceof g.ParserRuleContext && (node as ParserRuleContext).children) || [];
  for (const child of children) walkTables(child, visitor, given);
}
