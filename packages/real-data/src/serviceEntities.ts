import type { Entity } from '@backstage/catalog-model';
import {
  SERVICE_INSIGHTS_ANNOTATION,
  type DatasetDefinition,
} from 'backstage-plugin-service-insights-common';

/** The catalog entities that stand for a dataset's services. */
export type ServiceEntities = {
  entities: Entity[];
  /** The ref of the entity that owns a service, or all services of the dataset when none is named. */
  refOf(dataset: string, service?: string): string | undefined;
};

/**
 * One component for each service of each dataset, and one that owns all of a dataset's services.
 *
 * @param datasets - their definitions
 * @param servicesOf - the services found in each dataset, by its id
 */
export function serviceEntities(
  datasets: readonly DatasetDefinition[],
  servicesOf: ReadonlyMap<string, readonly string[]>,
): ServiceEntities {
  const entities = new Map<string, Entity>();
  const keyOf = (dataset: string, service?: string) => JSON.stringify([dataset, service]);
  for (const { id } of datasets) {
    const services = servicesOf.get(id) ?? [];
    const bindings = services.map(service => `${id}:${service}`);
    for (const [index, service] of services.entries()) {
      const name = `${index + 1}-of-${id}`.slice(0, 63);
      entities.set(keyOf(id, service), component(name, [bindings[index]]));
    }
    entities.set(keyOf(id), component(`all-of-${id}`.slice(0, 63), bindings));
  }
  return {
    entities: [...entities.values()],
    refOf(dataset, service) {
      const entity = entities.get(keyOf(dataset, service));
      return entity && `component:default/${entity.metadata.name}`;
    },
  };
}

function component(name: string, bindings: readonly string[]): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name,
      annotations: {
        'backstage.io/managed-by-location': 'url:https://real-data.invalid/',
        'backstage.io/managed-by-origin-location': 'url:https://real-data.invalid/',
        [SERVICE_INSIGHTS_ANNOTATION]: bindings.join(', '),
      },
    },
    spec: { type: 'service', lifecycle: 'production', owner: 'group:default/real-data' },
  };
}
