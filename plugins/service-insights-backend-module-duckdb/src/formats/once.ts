/**
 * An expression that is evaluated once for each row, however many columns are made of it: DuckDB would put it in the
 * place of each of them.
 */
export function once(expression: string): string {
  return `unnest([${expression}])`;
}
