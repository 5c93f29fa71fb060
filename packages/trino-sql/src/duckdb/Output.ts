import type { ParserRuleContext } from 'antlr4ng';

/** One thing a SELECT puts out. */
export type Output =
  | { type: 'all'; sql: string }
  | { type: 'one'; node: ParserRuleContext; alias: string | undefined; name: string | undefined };
