/**
 * Why a statement or an expression is not run: it is not Trino SQL, reads what it may not, or uses a form that is not on
 * the allow-list. The message says what to write instead and may be shown to the author; it holds no data.
 *
 * @public
 */
export class SqlRefused extends Error {
  override readonly name = 'SqlRefused';

  /**
   * @param form - the form that was refused, short, as its author wrote it: `json_value`, `a decimal literal`
   * @param reason - why, and what to write instead
   */
  constructor(
    readonly form: string,
    reason: string,
  ) {
    super(`${form} is refused: ${reason}`);
  }
}
