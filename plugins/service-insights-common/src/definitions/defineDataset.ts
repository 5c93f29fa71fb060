import type { DatasetDefinitionInput } from './datasetDefinition';

/**
 * Writes a dataset in TypeScript: the same keys as in YAML, with completion.
 *
 * @param definition - everything but `kind`
 * @returns the definition, not yet checked: loading checks it like any other
 * @public
 */
export function defineDataset(
  definition: Omit<DatasetDefinitionInput, 'kind'>,
): DatasetDefinitionInput {
  return { kind: 'dataset', ...definition };
}
