import { tokenize } from '../grammar/tokenize';
import { trinoGrammar } from '../grammar/trinoGrammar';

const { QUESTION_MARK } = trinoGrammar.TrinoSqlLexer;

/**
 * A statement with a bracketed expression in place of each `?`, in order. A question mark inside a text, a quoted name
 * or a comment is no parameter. For values use {@link bindParameters}: nothing is checked here.
 *
 * @returns the statement, and how many parameters it has; those beyond the expressions stay as they are
 * @throws {@link SqlRefused} when the text is too long or nests too deeply
 * @public
 */
export function substituteParameters(
  sql: string,
  expressions: readonly string[],
): { sql: string; parameters: number } {
  let parameters = 0;
  const parts = tokenize(sql).map(token => {
    if (token.type !== QUESTION_MARK) return token.text ?? '';
    const expression = expressions[parameters];
    parameters += 1;
    if (expression === undefined) return '?';
    // LIMIT takes a number, but not one in brackets.
    return /^\d+$/.test(expression) ? ` ${expression} ` : ` (${expression}) `;
  });
  return { sql: parts.join(''), parameters };
}
