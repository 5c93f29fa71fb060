import { getEntityRelations, humanizeEntityRef, useEntity } from '@backstage/plugin-catalog-react';
import { RELATION_OWNED_BY, stringifyEntityRef, type Entity } from '@backstage/catalog-model';

/** The entity of the page, in what the cards need of it. */
export type EntityContext = { entity: Entity; ref: string; owner?: string };

/** The entity whose page this is. */
export function useEntityContext(): EntityContext {
  const { entity } = useEntity();
  const [owner] = getEntityRelations(entity, RELATION_OWNED_BY);
  return {
    entity,
    ref: stringifyEntityRef(entity),
    owner: owner && humanizeEntityRef(owner, { defaultKind: 'group' }),
  };
}
