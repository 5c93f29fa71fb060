import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { CATALOG_FILTER_EXISTS, type EntityFilterQuery } from '@backstage/catalog-client';
import { parseEntityRef, stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { SERVICE_INSIGHTS_ANNOTATION } from 'backstage-plugin-service-insights-common';
import type { Entities } from '../read/InsightReader';

const fields = ['kind', 'metadata.namespace', 'metadata.name', 'metadata.annotations'];

/**
 * The entities that somebody may read, as the catalog gives them to these credentials. Lives as long as one request:
 * what was read once for it is not read again.
 */
export class CatalogEntities implements Entities {
  readonly #catalog: CatalogService;
  readonly #credentials: BackstageCredentials;
  readonly #byName: boolean;
  readonly #known = new Map<string, Entity | undefined>();

  /**
   * @param catalog - the catalog
   * @param credentials - whoever asks: never the plugin itself on behalf of a person
   * @param options - `byName` when a dataset maps by name, so that a component may be bound without an annotation
   */
  constructor(
    catalog: CatalogService,
    credentials: BackstageCredentials,
    options: { byName: boolean },
  ) {
    this.#catalog = catalog;
    this.#credentials = credentials;
    this.#byName = options.byName;
  }

  async byRefs(entityRefs: readonly string[]): Promise<ReadonlyMap<string, Entity>> {
    const unknown = [...new Set(entityRefs)].filter(ref => !this.#known.has(ref));
    if (unknown.length > 0) {
      const items = await this.#read(unknown);
      unknown.forEach((ref, i) => this.#known.set(ref, items[i]));
    }
    const readable = new Map<string, Entity>();
    for (const ref of entityRefs) {
      const entity = this.#known.get(ref);
      if (entity) readable.set(ref, entity);
    }
    return readable;
  }

  async partsOf(entityRef: string): Promise<readonly Entity[] | undefined> {
    const { kind } = parseEntityRef(entityRef);
    if (!['group', 'system', 'domain'].includes(kind)) {
      throw new InputError(`A portfolio is of a group, system or domain, not of a ${kind}`);
    }
    if (!(await this.byRefs([entityRef])).has(entityRef)) return undefined;
    if (kind === 'group') return this.#components('ownedBy', [entityRef]);
    if (kind === 'system') return this.#components('partOf', [entityRef]);
    const systems = await this.#related([{ kind: 'system', 'relations.partOf': entityRef }]);
    return this.#components(
      'partOf',
      systems.map(system => stringifyEntityRef(system)),
    );
  }

  /** Components, and whatever else stands for a service, with a relation to any of some entities. */
  async #components(relation: 'ownedBy' | 'partOf', refs: string[]): Promise<readonly Entity[]> {
    if (refs.length === 0) return [];
    const related = { [`relations.${relation}`]: refs };
    return this.#related([
      { kind: 'component', ...related },
      {
        [`metadata.annotations.${SERVICE_INSIGHTS_ANNOTATION}`]: CATALOG_FILTER_EXISTS,
        ...related,
      },
    ]);
  }

  async #related(filter: EntityFilterQuery): Promise<readonly Entity[]> {
    const { items } = await this.#catalog.getEntities(
      { filter, fields },
      { credentials: this.#credentials },
    );
    return items;
  }

  async candidates(): Promise<readonly Entity[]> {
    const annotated = {
      [`metadata.annotations.${SERVICE_INSIGHTS_ANNOTATION}`]: CATALOG_FILTER_EXISTS,
    };
    const filter = this.#byName ? [annotated, { kind: 'component' }] : [annotated];
    const { items } = await this.#catalog.getEntities(
      { filter, fields },
      { credentials: this.#credentials },
    );
    return items;
  }

  /** One entity is read by its name, which costs the catalog less than a list of one. */
  async #read(entityRefs: string[]): Promise<(Entity | undefined)[]> {
    const options = { credentials: this.#credentials };
    if (entityRefs.length === 1)
      return [await this.#catalog.getEntityByRef(entityRefs[0], options)];
    const { items } = await this.#catalog.getEntitiesByRefs({ entityRefs, fields }, options);
    return items;
  }
}
