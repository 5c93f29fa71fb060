import type { Athena } from '../Athena';
import { queryExecutionIdInput } from '../wire/inputs';
import { readInput } from '../wire/readInput';
import { findExecution } from './findExecution';

/** Stops a query. One that ended already stays as it is, and that is no error. */
export function stopQueryExecution(athena: Athena, body: unknown) {
  const { QueryExecutionId } = readInput(queryExecutionIdInput, body);
  athena.lifecycle.stop(findExecution(athena, QueryExecutionId));
  return {};
}
