import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { duckDbMacros } from '../duckdb/duckDbMacros';

/** A DuckDB in memory that has been taught Trino's meaning. */
export async function openDuckDb(): Promise<DuckDBConnection> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  await connection.run(`SET TimeZone = 'UTC'`);
  for (const statement of duckDbMacros) await connection.run(statement);
  return connection;
}
