import type * as lexer from 'dt-sql-parser/dist/lib/trino/TrinoSqlLexer';
import type * as parser from 'dt-sql-parser/dist/lib/trino/TrinoSqlParser';
import type * as runtime from 'antlr4ng';

type TrinoGrammar = typeof parser &
  Pick<typeof lexer, 'TrinoSqlLexer'> &
  Pick<
    typeof runtime,
    | 'BailErrorStrategy'
    | 'CharStreams'
    | 'CommonTokenStream'
    | 'ParserRuleContext'
    | 'PredictionMode'
    | 'TerminalNode'
    | 'Token'
  >;

// A bundle made by `scripts/build-grammar.mjs`. The path holds from `src/grammar` and from `dist/grammar`.
// eslint-disable-next-line global-require
export const trinoGrammar: TrinoGrammar = require('../../dist-grammar/trinoGrammar.js');
