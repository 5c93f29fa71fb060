import { createHmac } from 'node:crypto';
import type { DatasetDefinition } from 'backstage-plugin-service-insights-common';
import { fingerprintOf } from './fingerprintOf';
import type { DatasetSource } from './LoadedDataset';

/** Goes up when the rollup itself keeps something else of the same definition: then every dataset is read again. */
const rollupFormat = 1;

/** What tells versions of a definition apart. */
export type DefinitionFingerprint = {
  /** Of everything that numbers depend on. 32 hex characters. */
  numbers: string;
  /**
   * Of what rows are told apart by and laid out like. Days of versions that differ in it cannot stand side by side: one
   * service or customer would be two.
   */
  shape: string;
  /** Of the tables it is read from. */
  lake: string;
};

/**
 * What a dataset's numbers depend on, as hashes. Title, owner, budget, lag, lookback, history, what a change does and
 * the customers' noun are not in it: changing them must not read a year of events again. `qualifying` is applied when
 * reading.
 *
 * @param hashKey - makes customers whom nobody can name; another key makes other customers
 */
export function definitionFingerprint(
  definition: DatasetDefinition,
  sources: readonly DatasetSource[],
  hashKey: string | undefined,
): DefinitionFingerprint {
  const { customer } = definition;
  const shape = {
    rollupFormat,
    sources: sources.map(({ name }) => name),
    service: definition.service,
    region: definition.region,
    customer: customer && { column: customer.column, sql: customer.sql, pii: customer.pii },
    customerKey:
      customer?.pii === 'hash' && hashKey !== undefined
        ? createHmac('sha256', hashKey).update('fingerprint').digest('hex')
        : undefined,
    measures: Object.entries(definition.measures).map(([name, { unit: _, ...measure }]) => [
      name,
      measure,
    ]),
  };
  const numbers = {
    ...shape,
    sources,
    time: definition.time,
    operation: definition.operation,
    outcome: definition.outcome,
    error: definition.error,
    duration: definition.duration,
    where: definition.where,
    dedupe: definition.dedupe,
    emptyDay: definition.emptyDay,
  };
  return {
    numbers: fingerprintOf(numbers),
    shape: fingerprintOf(shape),
    lake: fingerprintOf(sources),
  };
}
