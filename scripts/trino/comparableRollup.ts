import { packedSeparator } from '../../plugins/service-insights-backend/src/plan/rollupColumns';

/** A rollup as an engine gave it. */
export type RollupRows = {
  columns: readonly { name: string; type: string }[];
  rows: readonly (readonly unknown[])[];
};

/** What a row is about: the others are numbers of it. */
const keys = ['part', 'service', 'region', 'operation', 'outcome', 'error'];
const counts = ['calls', 'duplicates'];

/**
 * A rollup as texts that are equal when two engines found the same: neither the order of rows and of packed values means
 * anything, nor into how many chunks these were cut.
 */
export function comparableRollup({ columns, rows }: RollupRows): Map<string, string> {
  const groups = new Map<string, Record<string, unknown>[]>();
  for (const row of rows) {
    const named = Object.fromEntries(columns.map(({ name }, i) => [name, row[i]]));
    const key = JSON.stringify(keys.map(name => named[name]));
    groups.set(key, [...(groups.get(key) ?? []), named]);
  }
  return new Map([...groups].map(([key, group]) => [key, JSON.stringify(merged(group))]));
}

function merged(rows: readonly Record<string, unknown>[]): unknown {
  const packed = rows.flatMap(row =>
    row.packed === null ? [] : String(row.packed).split(packedSeparator),
  );
  const others = Object.keys(rows[0]).filter(
    name => !keys.includes(name) && !counts.includes(name) && name !== 'packed',
  );
  return {
    ...Object.fromEntries(
      counts.map(name => [name, rows.reduce((sum, row) => sum + Number(row[name]), 0)]),
    ),
    // Nobody looks at the measures of rows that came in chunks.
    ...(rows.length > 1
      ? {}
      : Object.fromEntries(others.map(name => [name, rounded(rows[0][name])]))),
    isPacked: rows[0].packed !== null,
    packed: packed.sort(),
  };
}

/** As the decoder reads a measure: the digits beyond depend on the order of adding up. */
function rounded(value: unknown): unknown {
  return typeof value === 'number' && Number.isFinite(value)
    ? Number(value.toPrecision(12))
    : String(value);
}
