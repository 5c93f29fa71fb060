import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import type { Datasets, LoadedDataset } from '../definitions/LoadedDataset';
import { servicesOf } from './servicesOf';

/** An entity, and the services of a dataset that it stands for. */
export type Binding = { entityRef: string; services: readonly string[] };

/** What each of the entities stands for in a dataset. */
export function bindingsOf(
  entities: readonly Entity[],
  { definition }: LoadedDataset,
  datasets: Datasets,
): Binding[] {
  const ids = datasets.all().map(one => one.definition.id);
  return entities.map(entity => ({
    entityRef: stringifyEntityRef(entity),
    services: servicesOf(entity, definition, ids),
  }));
}
