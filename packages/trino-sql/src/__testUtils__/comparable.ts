import {
  DuckDBListValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  type DuckDBValue,
} from '@duckdb/node-api';

/** A value as Trino's REST API would give it; a whole number that a double cannot hold is text. */
export type Comparable = string | number | boolean | null | Comparable[];

function milliseconds(text: string): string {
  const [head, fraction = ''] = text.split('.');
  return `${head}.${fraction.padEnd(3, '0').slice(0, 3)}`;
}

/** A value of DuckDB as Trino's REST API would give it, to be compared with one. */
export function comparable(value: DuckDBValue): Comparable {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value === 'bigint') {
    return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
  }
  // JSON does not tell -0 from 0.
  if (typeof value === 'number') return Number.isFinite(value) ? value + 0 : String(value);
  if (value instanceof DuckDBListValue) return value.items.map(comparable);
  if (value instanceof DuckDBTimestampValue) return milliseconds(value.toString());
  if (value instanceof DuckDBTimestampTZValue) {
    return `${milliseconds(value.toString().replace(/\+00$/, ''))} UTC`;
  }
  return value.toString();
}
