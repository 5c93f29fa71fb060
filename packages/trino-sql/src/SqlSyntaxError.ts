import { SqlRefused } from './SqlRefused';

/**
 * The text is not Trino SQL at all, and where that shows.
 *
 * @public
 */
export class SqlSyntaxError extends SqlRefused {
  /**
   * @param at - the token that does not fit, its line and its column, both counted from 1
   */
  constructor(
    readonly at: { token: string; line: number; column: number },
    reason: string,
  ) {
    super(`${JSON.stringify(at.token)} at ${at.line}:${at.column}`, reason);
  }
}
