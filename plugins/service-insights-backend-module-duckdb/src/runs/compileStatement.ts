import { EngineError, type EngineStatement } from 'backstage-plugin-service-insights-node';
import type { LakeTable } from '../tables/LakeTable';
import type { StatementTranslator } from './StatementTranslator';
import { toEngineError } from './toEngineError';

/** A table a statement reads, and the view that stands for it on the connection of a run. */
export type CompiledRead = {
  table: LakeTable;
  view: string;
  partition: { column: string; values: ReadonlySet<string> };
};

/** A statement in DuckDB's SQL. */
export type CompiledStatement = { sql: string; reads: readonly CompiledRead[] };

/**
 * Turns a statement into DuckDB's SQL over one view for each table.
 *
 * @param tables - by their names in lower case
 * @throws EngineError of class `definition` when it is not one SELECT over the tables it declares
 */
export function compileStatement(
  statement: EngineStatement,
  tables: ReadonlyMap<string, LakeTable>,
  translator: StatementTranslator,
): CompiledStatement {
  const reads = compileReads(statement, tables);
  // The schema keeps a view apart from WITH queries.
  const views = new Map(
    reads.map(({ table, view }) => [table.name.toLowerCase(), `temp.main.${view}`]),
  );
  try {
    return { sql: translator.translate(statement, views), reads };
  } catch (error) {
    throw toEngineError(error);
  }
}

function compileReads(
  statement: EngineStatement,
  tables: ReadonlyMap<string, LakeTable>,
): CompiledRead[] {
  const reads = new Map<string, CompiledRead>();
  for (const { table: name, partition } of statement.reads) {
    const table = findTable(tables, name, partition.column);
    const known = reads.get(table.name);
    if (known && known.partition.column !== partition.column) {
      throw definitionError('PARTITION_UNKNOWN', `${name} is read by two partition columns`);
    }
    const values = new Set([...(known?.partition.values ?? []), ...partition.values]);
    reads.set(table.name, {
      table,
      view: known?.view ?? `read_${reads.size}`,
      partition: { column: partition.column, values },
    });
  }
  return [...reads.values()];
}

/**
 * @throws EngineError when the table is not declared, or not divided by the column
 */
export function findTable(
  tables: ReadonlyMap<string, LakeTable>,
  name: string,
  partitionColumn: string,
): LakeTable {
  const table = tables.get(name.toLowerCase());
  if (!table) {
    throw definitionError('TABLE_UNKNOWN', `The engine has no table ${name}`);
  }
  if (!table.partitionedBy(partitionColumn)) {
    throw definitionError(
      'PARTITION_UNKNOWN',
      `The table ${name} has no partition column ${partitionColumn}: its files' paths must tell it, or the engine's configuration must compute it`,
    );
  }
  return table;
}

function definitionError(code: string, message: string): EngineError {
  return new EngineError({ class: 'definition', code, message });
}
