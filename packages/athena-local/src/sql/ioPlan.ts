import type { TableScan } from '../lake/TableScan';

/**
 * What `EXPLAIN (TYPE IO, FORMAT JSON)` says: for each reading of a table the partitions it reads, one range for each
 * value. A reading of no partition is not there; one that prunes nothing lists every partition.
 *
 * @param bytes - of each scan
 */
export function ioPlan(scans: readonly { scan: TableScan; bytes: number }[]): string {
  const inputTableColumnInfos = scans
    .filter(({ scan }) => scan.partitions.length > 0)
    .map(({ scan, bytes }) => {
      const [table = '', schema = ''] = scan.table.name.split('.').reverse();
      return {
        table: { catalog: 'awsdatacatalog', schemaTable: { schema, table } },
        constraint: { none: false, columnConstraints: columnConstraints(scan) },
        estimate: estimate(bytes),
      };
    });
  const total = scans.reduce((sum, { bytes }) => sum + bytes, 0);
  return JSON.stringify({ inputTableColumnInfos, estimate: estimate(total) }, undefined, 2);
}

function columnConstraints({ table, partitions }: TableScan) {
  return table.partitionColumns.map(({ name, type }, i) => {
    const values = [...new Set(partitions.map(partition => partition[i] ?? null))];
    return {
      columnName: name,
      type: type.toLowerCase(),
      domain: {
        nullsAllowed: values.includes(null),
        ranges: values
          .flatMap(value => value ?? [])
          .sort()
          .map(value => ({
            low: { value, bound: 'EXACTLY' },
            high: { value, bound: 'EXACTLY' },
          })),
      },
    };
  });
}

/** There are no statistics about rows, so Trino's cost model knows nothing but sizes. */
function estimate(outputSizeInBytes: number) {
  return {
    outputRowCount: 'NaN',
    outputSizeInBytes,
    cpuCost: 'NaN',
    maxMemory: 'NaN',
    networkCost: 'NaN',
  };
}
