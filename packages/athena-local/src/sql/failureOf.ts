import { QueryFailed, userError } from '../executions/QueryFailed';

type Rule = { pattern: RegExp; failure(match: RegExpExecArray): QueryFailed };

/** What DuckDB says, and what Athena says instead, with the types measured on it. */
const rules: readonly Rule[] = [
  {
    pattern: /division by zero/i,
    failure: () => userError(1001, 'DIVISION_BY_ZERO: Division by zero'),
  },
  {
    pattern:
      /Column "([^"]+)" referenced that exists in the SELECT clause|Referenced column "([^"]+)" (?:not found|was not found)|Values list "[^"]+" does not have a column named "([^"]+)"|Table "[^"]+" does not have a column named "([^"]+)"/,
    failure: match =>
      userError(
        1006,
        `COLUMN_NOT_FOUND: line 1:8: Column '${(match[1] ?? match[2] ?? match[3] ?? match[4]).toLowerCase()}' cannot be resolved`,
      ),
  },
  {
    pattern: /Function with name "?([\w.]+)"? does not exist/i,
    failure: match =>
      userError(1303, `FUNCTION_NOT_FOUND: line 1:8: Function '${match[1]}' not registered`),
  },
  {
    pattern: /^(?!Binder).*?(Cannot cast .*)/,
    failure: match => userError(1100, `INVALID_CAST_ARGUMENT: ${match[1]}`),
  },
  {
    pattern: /^(?:Conversion|Out of Range) Error: (.*)/,
    failure: match => userError(1100, `INVALID_CAST_ARGUMENT: ${match[1]}`),
  },
  {
    pattern: /^Invalid Input Error: (.*)/,
    failure: match => userError(1100, `INVALID_FUNCTION_ARGUMENT: ${match[1]}`),
  },
  {
    pattern: /^Binder Error: (.*(?:No function matches|Cannot compare|Cannot mix|cast|type).*)/,
    failure: match => userError(1002, `TYPE_MISMATCH: line 1:8: ${match[1]}`),
  },
  {
    pattern: /^(?:Binder|Catalog|Parser) Error: (.*)/,
    failure: match => userError(1006, `SYNTAX_ERROR: line 1:8: ${match[1]}`),
  },
  {
    pattern: /^Out of Memory Error/,
    failure: () =>
      new QueryFailed({
        category: 1,
        type: 0,
        retryable: true,
        message: 'Query exhausted resources at this scale factor',
      }),
  },
];

/** The failure a query ends in when DuckDB refuses it. */
export function failureOf(error: unknown): QueryFailed {
  if (error instanceof QueryFailed) return error;
  // Errors of a result that is already being read say so once more.
  const text = (error instanceof Error ? error.message : String(error)).replace(/^Error: /, '');
  for (const { pattern, failure } of rules) {
    const match = pattern.exec(text);
    if (match) return failure(match);
  }
  return new QueryFailed({
    category: 1,
    type: 100,
    retryable: true,
    message: `GENERIC_INTERNAL_ERROR: ${text.split('\n')[0]}`,
  });
}
