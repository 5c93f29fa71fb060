import type { Entity } from '@backstage/catalog-model';
import {
  parseServiceAnnotation,
  SERVICE_INSIGHTS_ANNOTATION,
  type DatasetDefinition,
} from 'backstage-plugin-service-insights-common';

/**
 * The services of a dataset that an entity stands for: those its annotation names, or, where the dataset maps by name,
 * the one called like the component. An annotation that names the dataset (`dataset:service`) holds for either.
 *
 * @param entity - a catalog entity
 * @param definition - the dataset
 * @param datasetIds - all datasets: only their ids are taken for a prefix
 */
export function servicesOf(
  entity: Entity,
  definition: DatasetDefinition,
  datasetIds: readonly string[],
): string[] {
  const annotation = entity.metadata.annotations?.[SERVICE_INSIGHTS_ANNOTATION];
  const bindings = parseServiceAnnotation(annotation, datasetIds);
  const narrowed = bindings.filter(({ dataset }) => dataset === definition.id);
  if (definition.mapping === 'name') {
    if (narrowed.length > 0) return distinct(narrowed.map(({ service }) => service));
    return entity.kind.toLowerCase() === 'component' ? [entity.metadata.name] : [];
  }
  const open = bindings.filter(({ dataset }) => dataset === undefined);
  return distinct([...open, ...narrowed].map(({ service }) => service));
}

function distinct(services: string[]): string[] {
  return [...new Set(services)];
}
