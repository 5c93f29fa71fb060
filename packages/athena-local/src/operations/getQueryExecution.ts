import type { Athena } from '../Athena';
import { describeExecution } from '../executions/describeExecution';
import { queryExecutionIdInput } from '../wire/inputs';
import { readInput } from '../wire/readInput';
import { findExecution } from './findExecution';

/** One query. */
export function getQueryExecution(athena: Athena, body: unknown) {
  const { QueryExecutionId } = readInput(queryExecutionIdInput, body);
  const execution = findExecution(athena, QueryExecutionId);
  return { QueryExecution: describeExecution(execution, athena.clock.now()) };
}
