import type { LakeTable } from 'backstage-plugin-service-insights-backend-module-duckdb';
import { SqlRefused, toDuckDb } from 'service-insights-trino-sql';
import { QueryFailed, userError } from '../executions/QueryFailed';
import { quoteName } from '../lake/quote';

/** A query in DuckDB's SQL, and the tables it reads by the views that stand for them. */
export type QueryTranslation = { sql: string; views: ReadonlyMap<string, LakeTable> };

/**
 * Turns a query into DuckDB's SQL with Trino's meaning.
 *
 * @param options - `database`: where tables are that are named without one
 * @throws QueryFailed for a table that does not exist, and for what is not known to mean the same on DuckDB
 */
export function translateQuery(
  sql: string,
  options: { tables: ReadonlyMap<string, LakeTable>; database: string },
): QueryTranslation {
  const views = new Map<string, LakeTable>();
  const missing: QueryFailed[] = [];
  // What is thrown in there would be taken for a form that is not understood.
  const table = (name: string) => {
    try {
      return viewOf(findTable(name, options), views);
    } catch (error) {
      if (error instanceof QueryFailed) missing.push(error);
      return 'missing';
    }
  };
  try {
    const translated = toDuckDb(sql, { table });
    if (missing[0]) throw missing[0];
    return { sql: translated, views };
  } catch (error) {
    if (!(error instanceof SqlRefused)) throw error;
    throw new QueryFailed({
      category: 2,
      type: 1200,
      retryable: false,
      message: `NOT_SUPPORTED: athena-local cannot run this on DuckDB with Trino's meaning: ${error.message}`,
    });
  }
}

/**
 * @throws QueryFailed as Athena says it
 */
export function findTable(
  name: string,
  { tables, database }: { tables: ReadonlyMap<string, LakeTable>; database: string },
): LakeTable {
  const parts = name.replaceAll('"', '').toLowerCase().split('.');
  const [table = '', schema = database.toLowerCase(), catalog = 'awsdatacatalog'] = parts.reverse();
  const found = tables.get(`${schema}.${table}`);
  if (catalog !== 'awsdatacatalog') {
    throw userError(1006, `CATALOG_NOT_FOUND: line 1:15: Catalog '${catalog}' does not exist`);
  }
  if (found) return found;
  if (![...tables.keys()].some(known => known.startsWith(`${schema}.`))) {
    throw userError(1301, `SCHEMA_NOT_FOUND: line 1:15: Schema '${schema}' does not exist`);
  }
  throw userError(
    1301,
    `TABLE_NOT_FOUND: line 1:15: Table '${catalog}.${schema}.${table}' does not exist`,
  );
}

/** Called like the table, so that columns can be qualified by its name; the schema keeps it apart from WITH queries. */
function viewOf(table: LakeTable, views: Map<string, LakeTable>): string {
  const known = [...views].find(([, one]) => one === table);
  if (known) return known[0];
  const name = table.name.slice(table.name.lastIndexOf('.') + 1);
  const view = `temp.main.${quoteName(name)}`;
  const free = views.has(view) ? `temp.main.${quoteName(`${name}_${views.size}`)}` : view;
  views.set(free, table);
  return free;
}
