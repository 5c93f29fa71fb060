import type { Athena } from '../Athena';
import { describeExecution } from '../executions/describeExecution';
import { batchGetQueryExecutionInput } from '../wire/inputs';
import { readInput } from '../wire/readInput';

/** Up to fifty queries; those that do not exist come back as unprocessed. */
export function batchGetQueryExecution(athena: Athena, body: unknown) {
  const { QueryExecutionIds } = readInput(batchGetQueryExecutionInput, body);
  const now = athena.clock.now();
  const found = QueryExecutionIds.map(id => ({ id, execution: athena.executions.get(id) }));
  return {
    QueryExecutions: found.flatMap(({ execution }) =>
      execution ? [describeExecution(execution, now)] : [],
    ),
    UnprocessedQueryExecutionIds: found.flatMap(({ id, execution }) =>
      execution
        ? []
        : [
            {
              QueryExecutionId: id,
              ErrorCode: 'QUERY_EXECUTION_NOT_FOUND',
              ErrorMessage: `QueryExecution ${id} was not found`,
            },
          ],
    ),
  };
}
