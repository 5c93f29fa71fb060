/** A text as an SQL literal. */
export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A name as an SQL identifier. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Paths as a list of files for DuckDB, in which nothing is a glob. */
export function quotePaths(paths: readonly string[]): string {
  return `[${paths.map(path => quoteText(path.replace(/[*?[]/g, '[$&]'))).join(', ')}]`;
}
