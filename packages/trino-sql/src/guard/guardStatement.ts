import { parseStatement } from '../grammar/parse';
import { trinoGrammar as g } from '../grammar/trinoGrammar';
import { SqlRefused } from '../SqlRefused';
import { refuseForbiddenForm } from './forbiddenForms';
import { refusing } from './refusing';
import { walkTables } from './walkTables';

/**
 * Makes sure that a statement is exactly one query (SELECT, WITH, VALUES) that reads only the given tables.
 *
 * @param options - `tables`: the names that may be read, as `database.table`. A name without a database is allowed only
 *   where it stands here without one.
 * @throws {@link SqlRefused}
 * @public
 */
export function guardStatement(sql: string, options: { tables: readonly string[] }): void {
  const allowed = new Set(
    options.tables.map(name => JSON.stringify(name.toLowerCase().split('.'))),
  );
  refusing(() => {
    const statement = parseStatement(sql).statement();
    if (!(statement instanceof g.StatementDefaultContext)) {
      throw new SqlRefused(
        (statement.start?.text ?? 'the statement').toUpperCase(),
        'only a query is run: SELECT, or WITH … SELECT',
      );
    }
    walkTables(statement, {
      node: refuseForbiddenForm,
      table: parts => {
        if (!allowed.has(JSON.stringify(parts))) {
          throw new SqlRefused(
            `the table ${parts.join('.')}`,
            `only ${options.tables.join(', ') || 'no table'} may be read here`,
          );
        }
      },
    });
  });
}
