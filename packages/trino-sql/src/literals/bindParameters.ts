import { tokenize } from '../grammar/tokenize';
import { trinoGrammar } from '../grammar/trinoGrammar';
import { SqlRefused } from '../SqlRefused';
import type { TypedValue } from '../typedValue';
import { encodeLiteral } from './encodeLiteral';

const { QUESTION_MARK } = trinoGrammar.TrinoSqlLexer;

/** What would read on into a literal, or be read on by it. */
const joins = /[\w'"`&]/;

/**
 * A statement with a literal in place of each `?`, in order. A question mark inside a text, a quoted name or a comment
 * is no parameter.
 *
 * @throws {@link SqlRefused} when there are more or fewer values than question marks
 * @public
 */
export function bindParameters(sql: string, values: readonly TypedValue[]): string {
  const parts: string[] = [];
  let used = 0;
  let afterLiteral = false;
  for (const token of tokenize(sql)) {
    const text = token.text ?? '';
    if (token.type === QUESTION_MARK) {
      const value = values[used];
      used += 1;
      if (value !== undefined) {
        if (joins.test(parts.at(-1)?.at(-1) ?? '')) parts.push(' ');
        parts.push(encodeLiteral(value));
      }
      afterLiteral = true;
    } else {
      if (afterLiteral && joins.test(text[0])) parts.push(' ');
      parts.push(text);
      afterLiteral = false;
    }
  }
  if (used !== values.length) {
    throw new SqlRefused('the statement', `it has ${used} parameters, but ${values.length} values`);
  }
  return parts.join('');
}
