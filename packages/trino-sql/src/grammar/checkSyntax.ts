import { parseStatement } from './parse';

/**
 * Makes sure that a text is one statement of Trino SQL, whatever it does.
 *
 * @throws SqlSyntaxError when it is not, {@link SqlRefused} when it is too long or nests too deeply to tell
 * @public
 */
export function checkSyntax(sql: string): void {
  parseStatement(sql);
}
