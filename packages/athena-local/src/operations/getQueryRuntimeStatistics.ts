import type { Athena } from '../Athena';
import { statistics } from '../executions/describeExecution';
import { queryExecutionIdInput } from '../wire/inputs';
import { readInput } from '../wire/readInput';
import { findExecution } from './findExecution';

/** The times of a query once it ended. Stages are not told, as they may be missing in Athena. */
export function getQueryRuntimeStatistics(athena: Athena, body: unknown) {
  const { QueryExecutionId } = readInput(queryExecutionIdInput, body);
  const execution = findExecution(athena, QueryExecutionId);
  const { phase } = execution;
  if (phase.state !== 'SUCCEEDED' && phase.state !== 'FAILED') {
    return { QueryRuntimeStatistics: {} };
  }
  const {
    DataScannedInBytes: InputBytes,
    ResultReuseInformation: _reuse,
    ...Timeline
  } = statistics(execution, athena.clock.now());
  const rows =
    phase.state === 'SUCCEEDED' ? { InputBytes, OutputRows: phase.result.rows.length } : undefined;
  return { QueryRuntimeStatistics: { Timeline, Rows: rows } };
}
