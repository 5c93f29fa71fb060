import { userError } from '../executions/QueryFailed';
import type { Lake } from '../lake/Lake';
import type { Cell } from '../results/QueryResult';
import { findTable } from './translateQuery';

/**
 * Answers `SHOW DATABASES`, `SHOW TABLES [IN database]` and `SHOW PARTITIONS table`.
 *
 * @throws QueryFailed for any other statement about the catalog
 */
export async function showStatement(
  sql: string,
  { lake, database }: { lake: Lake; database: string },
): Promise<{ name: string; rows: Cell[][] }> {
  const names = [...lake.tables.keys()].sort();
  if (/^SHOW\s+(DATABASES|SCHEMAS)$/i.test(sql.trim())) {
    const databases = new Set(names.map(name => name.slice(0, name.lastIndexOf('.'))));
    return { name: 'database_name', rows: [...databases].map(name => [name]) };
  }
  const tables = /^SHOW\s+TABLES(?:\s+(?:IN|FROM)\s+([`"\w]+))?$/i.exec(sql.trim());
  if (tables) {
    const schema = (tables[1] ?? database).replace(/[`"]/g, '').toLowerCase();
    const inSchema = names.filter(name => name.startsWith(`${schema}.`));
    return { name: 'tab_name', rows: inSchema.map(name => [name.slice(schema.length + 1)]) };
  }
  const partitions = /^SHOW\s+PARTITIONS\s+([`"\w.]+)$/i.exec(sql.trim());
  if (partitions) {
    const table = findTable(partitions[1].replaceAll('`', ''), { tables: lake.tables, database });
    const { partitionColumns, partitions: all } = await lake.planned(table);
    const rows = all.map(values => [
      partitionColumns
        .map(({ name }, i) => `${name}=${values[i] ?? '__HIVE_DEFAULT_PARTITION__'}`)
        .join('/'),
    ]);
    return { name: 'partition', rows };
  }
  throw userError(1200, `NOT_SUPPORTED: athena-local does not answer ${sql.slice(0, 60)}`);
}
