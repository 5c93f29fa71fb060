import { StatementType, type DuckDBConnection } from '@duckdb/node-api';
import { EngineError } from 'backstage-plugin-service-insights-node';
import { readsNothing, type ProofFiles } from '../sandbox/ProofFiles';
import type { Ask } from '../formats/FileFormat';
import type { CompiledRead, CompiledStatement } from './compileStatement';

/**
 * Proves without reading data that a statement is a SELECT whose names and types fit its tables, and that it is bound
 * to the partitions it declares.
 *
 * @throws what DuckDB says, or EngineError of class `definition`
 */
export async function validateStatement(
  { sql, reads }: CompiledStatement,
  connection: DuckDBConnection,
  proof: ProofFiles,
): Promise<void> {
  const ask: Ask = async text => (await connection.runAndReadAll(text)).getRowObjects();
  for (const read of reads) await createProofView(read, ask, proof);

  const prepared = await connection.prepare(sql);
  const isSelect = prepared.statementType === StatementType.SELECT;
  prepared.destroySync();
  if (!isSelect) throw refused('SQL_REFUSED', 'The statement is not a SELECT');

  const [plan] = await ask(`EXPLAIN (FORMAT json) ${sql}`);
  if (!readsNothing(String(plan?.explain_value))) {
    const columns = reads.map(({ table, partition }) => `${table.name} by ${partition.column}`);
    throw refused(
      'PARTITION_UNBOUND',
      `The statement reads more than the partitions it declares (${columns.join(', ')}): compare the partition column itself with its values, and join that with AND to all else`,
    );
  }
}

async function createProofView(
  { table, view, partition }: CompiledRead,
  ask: Ask,
  proof: ProofFiles,
): Promise<void> {
  const select = proof.select(await table.columns(ask), partition.column, [...partition.values]);
  await ask(`CREATE OR REPLACE TEMP VIEW ${view} AS ${select}`);
}

function refused(code: string, message: string): EngineError {
  return new EngineError({ class: 'definition', code, message });
}
