import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import type { Entities } from '../read/InsightReader';

/** Entities that were read already, and no others. */
export class FixedEntities implements Entities {
  readonly #entities: readonly Entity[];

  constructor(entities: readonly Entity[]) {
    this.#entities = entities;
  }

  async byRefs(entityRefs: readonly string[]): Promise<ReadonlyMap<string, Entity>> {
    const byRef = new Map(this.#entities.map(entity => [stringifyEntityRef(entity), entity]));
    return new Map(
      entityRefs.flatMap(ref => {
        const entity = byRef.get(ref);
        return entity ? [[ref, entity] as const] : [];
      }),
    );
  }

  async partsOf(): Promise<readonly Entity[]> {
    return this.#entities;
  }

  async candidates(): Promise<readonly Entity[]> {
    return this.#entities;
  }
}
