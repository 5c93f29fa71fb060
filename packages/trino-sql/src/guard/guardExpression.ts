import { parseExpression } from '../grammar/parse';
import { tokenize } from '../grammar/tokenize';
import { trinoGrammar as g } from '../grammar/trinoGrammar';
import { SqlRefused } from '../SqlRefused';
import { refuseForbiddenForm } from './forbiddenForms';
import { refusing } from './refusing';
import { walkTables } from './walkTables';

/**
 * Makes sure that a fragment of a definition is exactly one expression over a row's own columns, which stays one
 * expression wherever a statement puts it in brackets: no query, no parameter, nothing left over.
 *
 * @throws {@link SqlRefused}
 * @public
 */
export function guardExpression(sql: string): void {
  refusing(() => {
    refuseOpenComment(sql);
    walkTables(parseExpression(sql), {
      node: node => {
        refuseForbiddenForm(node);
        if (node instanceof g.QueryContext) {
          throw new SqlRefused('a subquery', "an expression is over the row's own columns");
        }
        if (node instanceof g.ParameterContext) {
          throw new SqlRefused('?', 'write the value itself');
        }
        if (node instanceof g.DecimalLiteralContext) {
          throw new SqlRefused(
            `the decimal ${node.getText()}`,
            `engines divide decimals differently; write ${node.getText()}e0`,
          );
        }
      },
      table: () => undefined,
    });
  });
}

/** A comment that runs to the end of the text would swallow the bracket after it. */
function refuseOpenComment(sql: string): void {
  const last = tokenize(sql).findLast(token => token.type !== g.TrinoSqlLexer.WHITE_SPACE);
  if (last?.type === g.TrinoSqlLexer.LINE_COMMENT) {
    throw new SqlRefused('a comment at the end', 'it would hide what follows; move it up');
  }
}
