import { readsColumns, substituteParameters } from 'service-insights-trino-sql';
import { userError } from '../executions/QueryFailed';

/**
 * Puts execution parameters into a statement as Athena does: a text that parses as an expression without columns is
 * that expression, anything else is the text itself. Parameters of a statement without question marks are ignored.
 *
 * @throws QueryFailed when there are fewer or more than question marks
 */
export function bindExecutionParameters(sql: string, values: readonly string[]): string {
  const bound = substituteParameters(sql, values.map(asExpression));
  if (bound.parameters > 0 && bound.parameters !== values.length) {
    throw userError(
      1006,
      `INVALID_PARAMETER_USAGE: line 1:1: Incorrect number of parameters: expected ${bound.parameters} but found ${values.length}`,
    );
  }
  return bound.sql;
}

function asExpression(value: string): string {
  try {
    if (!readsColumns(value)) return value;
  } catch {
    // Not an expression: a text.
  }
  return `'${value.replaceAll("'", "''")}'`;
}
