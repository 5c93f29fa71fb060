import type { Athena } from '../Athena';
import type { Fault } from '../faults/Fault';
import { decodePageToken, encodePageToken } from '../results/pageToken';
import type { Cell, QueryResult } from '../results/QueryResult';
import { columnInfo } from '../results/ResultColumn';
import type { Execution } from '../executions/Execution';
import { invalidRequest } from '../wire/exceptions';
import { getQueryResultsInput } from '../wire/inputs';
import { readInput } from '../wire/readInput';
import { findExecution } from './findExecution';

const largestPage = 1_000;

/**
 * One page of a result. A page that is full has a token for the next one, also when there is nothing left for it.
 *
 * @param fault - what is to happen to the result
 */
export function getQueryResults(athena: Athena, body: unknown, fault?: Fault) {
  const input = readInput(getQueryResultsInput, body);
  const execution = findExecution(athena, input.QueryExecutionId);
  const size = input.MaxResults ?? largestPage;
  if (size > largestPage) {
    throw invalidRequest(
      'INVALID_INPUT',
      `MaxResults is more than maximum allowed length ${largestPage}`,
    );
  }
  if (fault?.kind === 'vanishedResults' && fault.effect === 'before') expire(athena, execution);
  const result = readableResult(athena, execution);
  const from = offsetOf(input.QueryExecutionId, input.NextToken);
  const page = lines(result, from, size);
  if (fault?.kind === 'vanishedResults') expire(athena, execution);
  const next = fault?.kind === 'repeatedToken' ? from : from + size;
  return {
    ResultSet: {
      Rows: page.map(row => ({
        Data: row.map(cell => (cell === null ? {} : { VarCharValue: cell })),
      })),
      ResultSetMetadata: { ColumnInfo: result.columns.map(columnInfo) },
    },
    NextToken: page.length === size ? encodePageToken(execution.id, next) : undefined,
    UpdateCount: result.updateCount,
  };
}

function expire({ results }: Athena, { phase }: Execution): void {
  if (phase.state === 'SUCCEEDED') results.expire(phase.result);
}

function readableResult({ results }: Athena, { phase }: Execution): QueryResult {
  switch (phase.state) {
    case 'SUCCEEDED':
      if (results.isGone(phase.result)) {
        throw invalidRequest('RESULT_NOT_FOUND', 'Could not find results');
      }
      return phase.result;
    case 'CANCELLED':
      throw invalidRequest('RESULT_NOT_FOUND', 'Could not find results');
    case 'FAILED':
      throw invalidRequest(
        'INVALID_QUERY_EXECUTION_STATE',
        'Query did not finish successfully. Final query state: FAILED',
      );
    default:
      throw invalidRequest(
        'INVALID_QUERY_EXECUTION_STATE',
        `Query has not yet finished. Current state: ${phase.state}`,
      );
  }
}

function offsetOf(id: string, token: string | undefined): number {
  if (token === undefined) return 0;
  const offset = decodePageToken(id, token);
  if (offset === undefined) {
    throw invalidRequest('INVALID_INPUT', `Malformed nextPageToken ${token}`);
  }
  return offset;
}

/** The rows from one place on; the header counts as the first. */
function lines(
  { hasHeader, columns, rows }: QueryResult,
  from: number,
  size: number,
): readonly (readonly Cell[])[] {
  if (!hasHeader) return rows.slice(from, from + size);
  const header = from === 0 ? [columns.map(({ name }) => name)] : [];
  return [...header, ...rows.slice(Math.max(0, from - 1), from + size - 1)];
}
