import type { DatasetDefinition, Day } from 'backstage-plugin-service-insights-common';
import {
  bindParameters,
  guardExpression,
  guardStatement,
  SqlRefused,
} from 'service-insights-trino-sql';
import { compileRollup } from '../plan/compileRollup';
import { expressionsOf } from './expressionsOf';
import type { DatasetSource } from './LoadedDataset';

/** Something wrong with a definition, and where in it. */
export type DefinitionFault = { path: string; message: string };

/**
 * Checks what the schema cannot: that every piece of SQL is one harmless expression, that what is compiled from them is
 * one query over the dataset's own table, and that customers can be hashed where they must be.
 *
 * @param day - any day: the statement differs in its values only
 */
export function checkDefinition(
  definition: DatasetDefinition,
  sources: readonly DatasetSource[],
  options: { hashKey: string | undefined; day: Day },
): DefinitionFault[] {
  const faults: DefinitionFault[] = [];
  if (definition.customer?.pii === 'hash' && options.hashKey === undefined) {
    const message = 'hash needs the secret serviceInsights.customers.hashKey in the configuration';
    faults.push({ path: 'customer.pii', message });
  }
  for (const { path, sql } of expressionsOf(definition)) {
    faults.push(...refusalOf(path, () => guardExpression(sql)));
  }
  if (faults.length > 0) return faults;

  return sources.flatMap(source =>
    refusalOf('', () => {
      const { sql, parameters } = compileRollup(definition, source, options.day);
      guardStatement(bindParameters(sql, parameters), { tables: [source.table] });
    }),
  );
}

function refusalOf(path: string, check: () => void): DefinitionFault[] {
  try {
    check();
    return [];
  } catch (error) {
    if (error instanceof SqlRefused) return [{ path, message: error.message }];
    throw error;
  }
}
