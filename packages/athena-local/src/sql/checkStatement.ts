import { checkSyntax, SqlRefused, SqlSyntaxError } from 'service-insights-trino-sql';
import { invalidRequest } from '../wire/exceptions';
import type { StatementKind } from './classifyStatement';

/**
 * Refuses what Athena's parser refuses, while the query is being started. What is written in Hive's DDL is not checked.
 *
 * @throws AthenaException with the place of the error
 */
export function checkStatement(sql: string, kind: StatementKind): void {
  if (kind.type !== 'DML' || kind.subtype === 'UNLOAD') return;
  try {
    checkSyntax(sql);
  } catch (error) {
    if (error instanceof SqlSyntaxError) {
      const { token, line, column } = error.at;
      throw invalidRequest(
        'MALFORMED_QUERY',
        `line ${line}:${column}: mismatched input '${token}'. Expecting: <query>`,
      );
    }
    // Too long or too deep for the local grammar: whether Athena takes it is not known, so it may start, and fails.
    if (!(error instanceof SqlRefused)) throw error;
  }
}
