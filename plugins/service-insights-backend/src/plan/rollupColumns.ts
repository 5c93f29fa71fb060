import type { DatasetDefinition } from 'backstage-plugin-service-insights-common';

/** What separates packed values; a customer's key that holds it has it written as `\p`, and `\` as `\\`. */
export const packedSeparator = '|';

/** A column of the rollup and the Trino type it must have. */
export type RollupColumn = { name: string; type: 'varchar' | 'bigint' | 'double' };

/**
 * The contract between the compiled statement and who decodes its rows: names, types and order.
 *
 * `part` says what kind a row is of. `cells`: calls and measures by operation, outcome and error. `customers`, `durations`
 * and `hours`: many values packed into one.
 *
 * Packed values are `failed faults calls key` of a customer, `bucket calls` of a duration, and `hour outcome calls`.
 */
export function rollupColumns(definition: DatasetDefinition): RollupColumn[] {
  return [
    { name: 'part', type: 'varchar' },
    { name: 'service', type: 'varchar' },
    { name: 'region', type: 'varchar' },
    { name: 'operation', type: 'varchar' },
    { name: 'outcome', type: 'varchar' },
    { name: 'error', type: 'varchar' },
    { name: 'calls', type: 'bigint' },
    { name: 'duplicates', type: 'bigint' },
    { name: 'packed', type: 'varchar' },
    ...Object.keys(definition.measures).map(name => ({
      name: measureColumn(name),
      type: 'double' as const,
    })),
  ];
}

/** The column that holds a measure. */
export function measureColumn(name: string): string {
  return `measure_${name}`;
}
