import { randomUUID } from 'node:crypto';
import type { Athena } from '../Athena';
import type { Execution } from '../executions/Execution';
import type { ExecutionFault } from '../executions/Lifecycle';
import { enabledWorkgroup, resultDestination } from '../executions/Workgroup';
import { resultObject } from '../results/resultObject';
import { checkStatement } from '../sql/checkStatement';
import { classifyStatement, type StatementKind } from '../sql/classifyStatement';
import { invalidRequest, tooManyActiveQueries } from '../wire/exceptions';
import { startQueryExecutionInput, type StartQueryExecutionInput } from '../wire/inputs';
import { readInput } from '../wire/readInput';

/**
 * Starts a query, or finds the one that the token started before. The order of the checks is Athena's: framework,
 * output location, syntax, token, and only then the number of active queries.
 *
 * @param fault - what is to happen to the query out of the ordinary
 */
export function startQueryExecution(athena: Athena, body: unknown, fault?: ExecutionFault) {
  const input = readInput(startQueryExecutionInput, body);
  const token = checkedToken(input.ClientRequestToken);
  if (Buffer.byteLength(input.QueryString) > 262_144) {
    throw invalidRequest('INVALID_INPUT', 'queryString exceeds maximum allowed length 262144');
  }
  const workgroupName = input.WorkGroup ?? 'primary';
  const workgroup = enabledWorkgroup(athena.workgroups, workgroupName);
  const destination = resultDestination(workgroup, input.ResultConfiguration?.OutputLocation);
  const kind = classifyStatement(input.QueryString);
  checkStatement(input.QueryString, kind);

  const known = athena.executions.get(athena.tokens.get(token) ?? '');
  if (known) return { QueryExecutionId: replayed(known, input) };
  checkActiveQueries(athena, kind);

  const execution: Execution = {
    id: randomUUID(),
    ordinal: athena.executions.size,
    input,
    kind,
    workgroup: workgroupName,
    destination,
    bytesScannedCutoff: workgroup.bytesScannedCutoffPerQuery,
    submittedAtMs: athena.clock.now(),
    phase: { state: 'QUEUED', sinceMs: athena.clock.now() },
    spent: { queueMs: 0, preProcessingMs: 0, planningMs: 0, engineMs: 0 },
  };
  athena.executions.set(execution.id, execution);
  athena.active.add(execution);
  athena.tokens.set(token, execution.id);
  const object = resultObject(execution);
  if (object) athena.results.addBucket(object.bucket);
  athena.lifecycle.start(execution, { reuse: athena.reusable.find(execution), fault });
  return { QueryExecutionId: execution.id };
}

function checkedToken(token: string | undefined): string {
  if (!token) throw invalidRequest('INVALID_INPUT', 'clientRequestToken is null or empty');
  if (Buffer.byteLength(token) > 128) {
    throw invalidRequest('INVALID_INPUT', 'clientRequestToken exceeds maximum allowed length 128');
  }
  return token;
}

/** Athena compares neither the execution parameters nor the workgroup: the same token with others is the same query. */
function replayed(known: Execution, input: StartQueryExecutionInput): string {
  if (compared(known.input) !== compared(input)) {
    throw invalidRequest('IDEMPOTENT_PARAMETER_MISMATCH', 'Idempotent parameters do not match');
  }
  return known.id;
}

function compared(input: StartQueryExecutionInput): string {
  const { QueryString, QueryExecutionContext, ResultConfiguration } = input;
  return JSON.stringify([
    QueryString,
    QueryExecutionContext?.Catalog ?? null,
    QueryExecutionContext?.Database ?? null,
    ResultConfiguration?.OutputLocation ?? null,
  ]);
}

function checkActiveQueries({ active, quotas }: Athena, kind: StatementKind): void {
  const isDdl = ({ type }: StatementKind) => type !== 'DML';
  const alike = [...active].filter(execution => isDdl(execution.kind) === isDdl(kind));
  if (alike.length >= (isDdl(kind) ? quotas.activeDdl : quotas.activeDml)) {
    throw tooManyActiveQueries();
  }
}
