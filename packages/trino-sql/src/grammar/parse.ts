import type { ParserRuleContext } from 'antlr4ng';
import type {
  ExpressionContext,
  SingleStatementContext,
  TrinoSqlParser as Parser,
} from 'dt-sql-parser/dist/lib/trino/TrinoSqlParser';
import { SqlRefused } from '../SqlRefused';
import { SqlSyntaxError } from '../SqlSyntaxError';
import { tokenize } from './tokenize';
import { trinoGrammar } from './trinoGrammar';

const {
  BailErrorStrategy,
  CharStreams,
  CommonTokenStream,
  PredictionMode,
  Token,
  TrinoSqlLexer,
  TrinoSqlParser,
} = trinoGrammar;

function parseWhole<T extends ParserRuleContext>(sql: string, rule: (parser: Parser) => T): T {
  tokenize(sql);
  let failure: unknown;
  // SLL is fast and gives the same tree where it succeeds; LL is the last word on what is an error.
  for (const mode of [PredictionMode.SLL, PredictionMode.LL]) {
    const lexer = new TrinoSqlLexer(CharStreams.fromString(sql));
    lexer.removeErrorListeners();
    const parser = new TrinoSqlParser(new CommonTokenStream(lexer));
    parser.removeErrorListeners();
    parser.errorHandler = new BailErrorStrategy();
    parser.interpreter.predictionMode = mode;
    try {
      const tree = rule(parser);
      const next = parser.getCurrentToken();
      if (next.type === Token.EOF) return tree;
      failure = new SqlSyntaxError(
        { token: next.text ?? '', line: next.line, column: next.column + 1 },
        'it is left over after the end of what can be read as Trino SQL',
      );
    } catch (error) {
      // Whatever is thrown, a stack overflow among it, means that the text was not understood.
      const { line, column, text } = parser.getCurrentToken();
      failure =
        error instanceof RangeError
          ? new SqlRefused(
              `${JSON.stringify(text)} at ${line}:${column + 1}`,
              'it nests too deeply',
            )
          : new SqlSyntaxError(
              { token: text ?? '', line, column: column + 1 },
              'it is not Trino SQL there',
            );
    }
  }
  throw failure;
}

/**
 * The tree of one statement, which a semicolon may end.
 *
 * @throws {@link SqlRefused} when the text is not exactly one statement
 */
export function parseStatement(sql: string): SingleStatementContext {
  return parseWhole(sql, parser => parser.singleStatement());
}

/**
 * The tree of one expression.
 *
 * @throws {@link SqlRefused} when the text is not exactly one expression
 */
export function parseExpression(sql: string): ExpressionContext {
  return parseWhole(sql, parser => parser.expression());
}
