import type { Expr } from '../Expr';
import type { Scope } from '../Scope';
import type { ParserRuleContext } from 'antlr4ng';

/** What a function is given: its arguments, translated. */
export type Arguments = { name: string; args: Expr[] };

/** A function on the list: how many arguments it takes and what DuckDB computes for it. */
export type Form = {
  arity: readonly [number, number];
  translate(call: Arguments): Expr;
};

/** A function whose arguments must be seen as they are written, as lambdas. */
export type RawForm = {
  arity: readonly [number, number];
  translate(name: string, nodes: ParserRuleContext[], scope: Scope): Expr;
};

/** A form of exactly so many arguments. */
export function form(count: number, translate: Form['translate']): Form {
  return { arity: [count, count], translate };
}
