import type { Token } from 'antlr4ng';
import { SqlRefused } from '../SqlRefused';
import { SqlSyntaxError } from '../SqlSyntaxError';
import { trinoGrammar } from './trinoGrammar';

const { CharStreams, TrinoSqlLexer, Token: TokenStatics } = trinoGrammar;

/** Athena takes no longer statement. */
const maxCharacters = 262_144;
/** The parser takes seconds, or overflows the stack, on what nests deeper than people write. */
const maxDepth = 32;
const maxTokens = 60_000;
/** `- - - …` and `NOT NOT …`, and lambdas in lambdas, nest without a bracket. */
const maxPrefixes = 16;
const maxLambdas = 32;

const opens = new Set(['(', '[', '{', 'CASE']);
const closes = new Set([')', ']', '}', 'END']);
const prefixes = new Set(['-', '+', 'NOT']);

/**
 * The tokens of a text, comments and white space among them, without the end of file.
 *
 * @throws {@link SqlRefused} for what is too long or nests too deeply to be parsed at all
 */
export function tokenize(sql: string): Token[] {
  if (sql.length > maxCharacters) {
    throw new SqlRefused('the statement', `it is longer than ${maxCharacters} characters`);
  }
  if (sql.includes('\0')) {
    throw new SqlRefused('the statement', 'it holds a NUL character');
  }
  const lexer = new TrinoSqlLexer(CharStreams.fromString(sql));
  lexer.removeErrorListeners();
  const tokens: Token[] = [];
  let depth = 0;
  let prefixed = 0;
  let lambdas = 0;
  for (let token = lexer.nextToken(); token.type !== TokenStatics.EOF; token = lexer.nextToken()) {
    tokens.push(token);
    const text = (token.text ?? '').toUpperCase();
    if (opens.has(text)) depth += 1;
    if (closes.has(text)) depth -= 1;
    if (text === '->') lambdas += 1;
    if (token.channel === TokenStatics.DEFAULT_CHANNEL) {
      prefixed = prefixes.has(text) ? prefixed + 1 : 0;
    }
    if (depth > maxDepth || prefixed > maxPrefixes || lambdas > maxLambdas) {
      throw new SqlRefused('the statement', `it nests deeper than ${maxDepth} levels; use WITH`);
    }
    if (tokens.length > maxTokens) {
      throw new SqlRefused('the statement', `it has more than ${maxTokens} tokens`);
    }
    if (token.type === TrinoSqlLexer.UNRECOGNIZED) {
      throw new SqlSyntaxError(
        { token: token.text ?? '', line: token.line, column: token.column + 1 },
        'it is not Trino SQL',
      );
    }
  }
  return tokens;
}
