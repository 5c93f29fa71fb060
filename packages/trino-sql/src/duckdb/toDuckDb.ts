import { parseStatement } from '../grammar/parse';
import { trinoGrammar as g } from '../grammar/trinoGrammar';
import { refuseForbiddenForm } from '../guard/forbiddenForms';
import { refusing } from '../guard/refusing';
import { walkTables } from '../guard/walkTables';
import { SqlRefused } from '../SqlRefused';
import { translateQuery } from './translateQuery';

/**
 * A query of Trino SQL as a query of DuckDB that means the same. It runs on an instance on which every statement of
 * {@link duckDbMacros} was run before, with the session's time zone set to UTC.
 *
 * Only functions and forms on the allow-list are translated, each tested on both engines. Where the type of a column
 * decides what a form means, the translation calls typed macros: DuckDB chooses or refuses when it binds them, and
 * expands them at no cost.
 *
 * @param options - `table`: what DuckDB reads for a table, from its name in lower case with dots
 * @throws {@link SqlRefused} for what is not on the allow-list
 * @public
 */
export function toDuckDb(sql: string, options: { table(name: string): string }): string {
  return refusing(() => {
    const statement = parseStatement(sql).statement();
    if (!(statement instanceof g.StatementDefaultContext)) {
      throw new SqlRefused(
        (statement.start?.text ?? 'the statement').toUpperCase(),
        'only a query is run: SELECT, or WITH … SELECT',
      );
    }
    walkTables(statement, { node: refuseForbiddenForm, table: () => undefined });
    return translateQuery(statement.rootQuery().query(), {
      table: options.table,
      given: new Set(),
      outputs: new Map(),
      relations: [],
      enclosing: [],
      lateral: false,
      lambda: new Set(),
    });
  });
}
