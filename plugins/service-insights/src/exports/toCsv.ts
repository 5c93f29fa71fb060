import type { ExportCell, ExportTable } from './ExportTable';

/** What a spreadsheet takes for the beginning of a formula. */
const formula = /^[=+\-@\t\r]/;

/**
 * Writes a table as RFC 4180. A text that a spreadsheet would run begins with an apostrophe; numbers stay numbers.
 *
 * @returns lines that end with CR LF, the names of the columns first
 */
export function toCsv({ columns, rows }: ExportTable): string {
  return [columns, ...rows].map(row => `${row.map(cellOf).join(',')}\r\n`).join('');
}

function cellOf(value: ExportCell): string {
  if (value === null) return '';
  if (typeof value !== 'string') return String(value);
  const safe = formula.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
}
