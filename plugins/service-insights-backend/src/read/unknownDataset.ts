import { InputError } from '@backstage/errors';
import type { LoadedDataset } from '../definitions/LoadedDataset';

/** The words for a dataset that is none of those that may be asked for. */
export function unknownDataset(allowed: readonly LoadedDataset[]): InputError {
  const ids = allowed.map(({ definition }) => definition.id).join(', ');
  return new InputError(`dataset: must be one of ${ids}`);
}
