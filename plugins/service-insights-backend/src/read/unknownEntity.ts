import { NotFoundError } from '@backstage/errors';

/** The same words whether an entity does not exist or may not be read. */
export function unknownEntity(entityRef: string): NotFoundError {
  return new NotFoundError(`There is no entity ${entityRef} that you may read`);
}
