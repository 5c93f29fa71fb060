import {
  EngineError,
  type EngineColumn,
  type EngineRowBatch,
} from 'backstage-plugin-service-insights-node';
import type { AthenaConnection } from './AthenaConnection';
import type { AthenaOptions } from './athenaOptions';
import { decodeValue } from './decodeValue';
import { readResultFile } from './readResultFile';
import { ResultCaps } from './ResultCaps';
import type { QueryExecution, ResultPage } from './responses';
import { withRetries } from './withRetries';

type Cells = (string | undefined)[];

/**
 * The rows of a query that succeeded. One page comes from the API; more are streamed from the result file where it can
 * be read, because the API hands out a thousand rows a call.
 *
 * @throws EngineError when the result is gone, does not fit its own description, or passes the caps
 */
export async function* readResult(
  connection: AthenaConnection,
  execution: QueryExecution,
  options: AthenaOptions,
  signal: AbortSignal | undefined,
): AsyncGenerator<EngineRowBatch> {
  const id = execution.QueryExecutionId;
  const caps = new ResultCaps(options.limits);
  const first = await withRetries(() => connection.resultPage(id, undefined), signal);
  const columns: EngineColumn[] = first.ResultSet.ResultSetMetadata.ColumnInfo.map(column => ({
    name: column.Name,
    type: column.Type,
  }));
  const decode = (rows: readonly Cells[]) => decodeBatch(columns, rows, caps);

  const file = execution.ResultConfiguration?.OutputLocation;
  if (first.NextToken && options.readLargeResultsFromS3 && file?.endsWith('.csv')) {
    const whole = await withRetries(() => connection.resultFile(file), signal);
    const names = columns.map(({ name }) => name);
    for await (const rows of readResultFile(whole, names, signal)) yield decode(rows);
    return;
  }

  // Athena puts the column names into the first row of a DML query's first page, and into no other.
  const headerRows = execution.StatementType === 'DML' ? 1 : 0;
  yield decode(cellsOf(first).slice(headerRows));
  const seen = new Set<string>();
  for (let token = first.NextToken; token !== undefined;) {
    if (seen.has(token)) throw unreadable('the pages of the result go round in a circle');
    seen.add(token);
    const nextToken = token;
    const page = await withRetries(() => connection.resultPage(id, nextToken), signal);
    const rows = cellsOf(page);
    // Only the first page has a header: this is the first page again.
    if (headerRows > 0 && rows[0]?.every((text, i) => text === columns[i].name)) {
      throw unreadable('a page of the result came twice');
    }
    yield decode(rows);
    token = page.NextToken;
  }
}

function cellsOf(page: ResultPage): Cells[] {
  return page.ResultSet.Rows.map(row => row.Data.map(datum => datum.VarCharValue));
}

function decodeBatch(
  columns: readonly EngineColumn[],
  rows: readonly Cells[],
  caps: ResultCaps,
): EngineRowBatch {
  caps.count(rows);
  return {
    columns,
    rows: rows.map(cells => {
      if (cells.length !== columns.length)
        throw unreadable('a row has more or fewer values than columns');
      try {
        return cells.map((text, i) => decodeValue(text, columns[i].type));
      } catch (error) {
        throw unreadable('a value does not fit the type of its column', error);
      }
    }),
  };
}

function unreadable(what: string, cause?: unknown): EngineError {
  return new EngineError(
    { class: 'transient', code: 'INVALID_RESULT', message: `The result cannot be read: ${what}.` },
    cause,
  );
}
