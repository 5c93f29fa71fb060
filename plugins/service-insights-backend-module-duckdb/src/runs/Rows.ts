import type { DuckDBResult } from '@duckdb/node-api';
import {
  EngineError,
  type EngineColumn,
  type EngineRowBatch,
  type EngineValue,
} from 'backstage-plugin-service-insights-node';
import { trinoColumn, type TrinoColumn } from './trinoValues';

/** The rows of a run, as they are kept until somebody reads them. */
export type Rows = {
  batches: readonly EngineRowBatch[];
  /** What they take in memory, roughly. */
  bytes: number;
};

/** Roughly what V8 spends on a row's array, a number, and a text beside its characters. */
const rowBytes = 32;
const valueBytes = 16;

/**
 * Fetches a streaming result, chunk by chunk.
 *
 * @param options - `mostBytes`: fails past that; `proceed`: is called between chunks and throws to end it
 * @throws EngineError when the rows are too many to be kept
 */
export async function fetchRows(
  result: DuckDBResult,
  options: { mostBytes: number; proceed(): void },
): Promise<Rows> {
  const types = result.columnTypes().map(trinoColumn);
  const columns: EngineColumn[] = result
    .columnNames()
    .map((name, index) => ({ name, type: types[index].type }));
  const batches: EngineRowBatch[] = [];
  let bytes = 0;
  for (let chunk = await result.fetchChunk(); chunk?.rowCount; chunk = await result.fetchChunk()) {
    options.proceed();
    const batch = toRows(chunk.rowCount, types, index => chunk!.getColumnValues(index));
    bytes += batch.bytes;
    if (bytes > options.mostBytes) throw tooLarge();
    batches.push({ columns, rows: batch.rows });
  }
  // A result without rows still has columns.
  return { batches: batches.length > 0 ? batches : [{ columns, rows: [] }], bytes };
}

type ColumnValues = Parameters<TrinoColumn['convert']>[0][];

/** Turns columns into rows a column at a time, which is how DuckDB decodes them fastest. */
function toRows(
  count: number,
  types: readonly TrinoColumn[],
  valuesOf: (column: number) => ColumnValues,
): { rows: EngineValue[][]; bytes: number } {
  const rows: EngineValue[][] = Array.from({ length: count }, () => new Array(types.length));
  let bytes = count * (rowBytes + valueBytes * types.length);
  for (let column = 0; column < types.length; column += 1) {
    const values = valuesOf(column);
    const { convert } = types[column];
    for (let row = 0; row < count; row += 1) {
      const value = convert(values[row]);
      if (typeof value === 'string') bytes += value.length;
      rows[row][column] = value;
    }
  }
  return { rows, bytes };
}

function tooLarge(): EngineError {
  return new EngineError({
    class: 'definition',
    code: 'RESULT_TOO_LARGE',
    message:
      "The result has more rows than the engine can keep (half of its memoryLimit): group more, or raise the engine's memoryLimit",
  });
}
