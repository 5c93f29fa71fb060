import { createHash } from 'node:crypto';
import type { EngineStatement } from 'backstage-plugin-service-insights-node';
import type { NewRun } from './Run';

/**
 * The token of an attempt. Whoever starts it, after whatever was killed, sends the same token, so that the engine
 * executes once. It covers the statement and its parameters: Athena compares tokens without parameters, so one that
 * named the text only would hand one day's rows to another.
 *
 * @returns 64 hex characters
 */
export function runToken(
  run: Omit<NewRun, 'token' | 'statement'>,
  statement: EngineStatement,
): string {
  const parameters = statement.parameters.map(({ type, value }) => [type, String(value)]);
  const identity = [
    run.datasetId,
    run.version,
    run.source,
    run.day,
    run.attempt,
    run.id,
    statement.sql,
    parameters,
  ];
  return createHash('sha256').update(JSON.stringify(identity)).digest('hex');
}
