import type { Athena } from '../Athena';
import type { Execution } from '../executions/Execution';
import { invalidRequest } from '../wire/exceptions';

/**
 * @throws AthenaException when no query has this id
 */
export function findExecution({ executions }: Athena, id: string): Execution {
  const execution = executions.get(id);
  if (!execution) {
    throw invalidRequest('QUERY_EXECUTION_NOT_FOUND', `QueryExecution ${id} was not found`);
  }
  return execution;
}
