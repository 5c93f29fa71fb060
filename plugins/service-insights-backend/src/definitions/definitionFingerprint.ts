import { createHash, createHmac } from 'node:crypto';
import type { DatasetDefinition } from 'backstage-plugin-service-insights-common';
import type { DatasetSource } from './LoadedDataset';

/** Goes up when the rollup itself keeps something else of the same definition: then every dataset is read again. */
const rollupFormat = 1;

/**
 * What a dataset's numbers depend on, as a hash. Title, owner, budget, lag, lookback, history and the customers' noun
 * are not in it: changing them must not read a year of events again. `qualifying` is applied when reading.
 *
 * @param hashKey - makes customers whom nobody can name; another key makes other customers
 * @returns 32 hex characters
 */
export function definitionFingerprint(
  definition: DatasetDefinition,
  sources: readonly DatasetSource[],
  hashKey: string | undefined,
): string {
  const { customer, measures } = definition;
  const parts = {
    rollupFormat,
    sources,
    time: definition.time,
    service: definition.service,
    region: definition.region,
    customer: customer && { column: customer.column, sql: customer.sql, pii: customer.pii },
    customerKey:
      customer?.pii === 'hash' && hashKey !== undefined
        ? createHmac('sha256', hashKey).update('fingerprint').digest('hex')
        : undefined,
    operation: definition.operation,
    outcome: definition.outcome,
    error: definition.error,
    duration: definition.duration,
    where: definition.where,
    dedupe: definition.dedupe,
    measures: Object.entries(measures).map(([name, { unit: _, ...measure }]) => [name, measure]),
    emptyDay: definition.emptyDay,
  };
  return createHash('sha256').update(canonicalJson(parts)).digest('hex').slice(0, 32);
}

/** JSON with sorted keys: the order in which an author wrote them is not part of a definition. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
