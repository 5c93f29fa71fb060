import type { ParseTree } from 'antlr4ng';
import { trinoGrammar as g } from '../grammar/trinoGrammar';
import { SqlRefused } from '../SqlRefused';

/**
 * Refuses what no statement of a definition may hold, wherever it stands: what runs other code than the engine's own
 * functions, what tells who or where the engine is, and what Trino's grammar reads but its parser then refuses.
 *
 * @throws {@link SqlRefused}
 */
export function refuseForbiddenForm(node: ParseTree): void {
  if (node instanceof g.TableFunctionInvocationContext) {
    throw new SqlRefused('a table function', 'only declared tables may be read');
  }
  if (node instanceof g.WithFunctionContext) {
    throw new SqlRefused('WITH FUNCTION', 'a statement may not bring its own functions');
  }
  if (node instanceof g.QueryPeriodContext) {
    throw new SqlRefused('FOR … AS OF', 'tables are read as they are now');
  }
  if (node instanceof g.FunctionNameContext && node.qualifiedName().identifier().length !== 1) {
    throw new SqlRefused(
      `the function ${node.getText()}`,
      "only the engine's own functions may be used, by their plain name",
    );
  }
  if (
    node instanceof g.CurrentUserContext ||
    node instanceof g.CurrentCatalogContext ||
    node instanceof g.CurrentSchemaContext ||
    node instanceof g.CurrentPathContext
  ) {
    throw new SqlRefused(node.getText(), 'it says who runs the statement, not what is in the data');
  }
  if (node instanceof g.BackQuotedIdentifierContext) {
    throw new SqlRefused(node.getText(), 'Trino quotes names with double quotes');
  }
  if (node instanceof g.DigitIdentifierContext) {
    throw new SqlRefused(node.getText(), 'a name that starts with a digit needs double quotes');
  }
}
