import type { DuckDBConnection } from '@duckdb/node-api';
import { quoteName } from '../sandbox/sqlText';
import type { LakeTable } from './LakeTable';

type Use = <T>(work: (connection: DuckDBConnection) => Promise<T>) => Promise<T>;

/**
 * The values of a partition that is computed over the rows, each with a text that differs when its rows do. Reads the
 * whole table, and again only when one of its files has changed.
 */
export class ContentDays {
  readonly #known = new Map<string, { files: string; values: ReadonlyMap<string, string> }>();

  async of(table: LakeTable, column: string, use: Use): Promise<ReadonlyMap<string, string>> {
    const key = `${table.name}\0${column}`;
    const files = await table.fingerprint();
    const known = this.#known.get(key);
    if (files === undefined) return new Map();
    if (known?.files === files) return known.values;
    const values = await use(connection => readValues(table, column, connection));
    this.#known.set(key, { files, values });
    return values;
  }
}

async function readValues(
  table: LakeTable,
  column: string,
  connection: DuckDBConnection,
): Promise<Map<string, string>> {
  const ask = async (sql: string) => (await connection.runAndReadAll(sql)).getRowObjects();
  const { select } = await table.content(ask, undefined);
  const value = `CAST(${quoteName(column)} AS VARCHAR)`;
  const rows = await ask(
    `SELECT ${value} AS value, concat(count(*), '-', bit_xor(hash(event)), '-', max(hash(event))) AS fingerprint
     FROM (${select}) AS event WHERE ${quoteName(column)} IS NOT NULL GROUP BY ALL`,
  );
  return new Map(rows.map(row => [String(row.value), String(row.fingerprint)]));
}
