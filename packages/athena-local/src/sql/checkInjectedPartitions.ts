import { userError } from '../executions/QueryFailed';
import type { TableScan } from '../lake/TableScan';

/**
 * Refuses what Athena refuses of an injected partition column: its values are not listed anywhere, so a query has to
 * name them.
 *
 * @param injected - the injected columns by table
 * @throws QueryFailed
 */
export function checkInjectedPartitions(
  scans: readonly TableScan[],
  injected: Readonly<Record<string, readonly string[]>>,
): void {
  for (const { table, filters } of scans) {
    for (const column of injected[table.name] ?? []) {
      const named = new RegExp(`^"?${column}"? ?(=|IN) ?[('"]`, 'i');
      if (!filters.some(filter => named.test(filter))) {
        throw userError(
          1008,
          `CONSTRAINT_VIOLATION: For the injected projected partition column ${column}, the WHERE clause must contain ` +
            'only static equality conditions, and at least one such condition must be present.',
        );
      }
    }
  }
}
