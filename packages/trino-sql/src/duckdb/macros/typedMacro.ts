/** One overload of a macro: its typed parameters and what it stands for. */
export type Overload = { parameters: string; body: string };

/**
 * A macro that DuckDB chooses an overload of by the types of its arguments when it binds a statement. No overload, no
 * statement: an argument of another type is refused, never cast.
 */
export function typedMacro(name: string, overloads: readonly Overload[]): string {
  const parts = overloads.map(({ parameters, body }) => `(${parameters}) AS ${body}`);
  return `CREATE OR REPLACE MACRO ${name}${parts.join(', ')}`;
}

/** A macro with one body for several types. */
export function macroOf(name: string, types: readonly string[], body: string): string {
  return typedMacro(
    name,
    types.map(type => ({ parameters: `a ${type}`, body })),
  );
}
