import type { ParserRuleContext } from 'antlr4ng';

export type {
  FilterContext,
  FunctionCallContext,
  GroupingOperationContext,
  ListAggContext,
  OverContext,
} from 'dt-sql-parser/dist/lib/trino/TrinoSqlParser';
export type ParserRuleContextOf = ParserRuleContext;
