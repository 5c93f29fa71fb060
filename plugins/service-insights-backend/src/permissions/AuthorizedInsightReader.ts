import type { BackstageCredentials, PermissionsService } from '@backstage/backend-plugin-api';
import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import { NotAllowedError } from '@backstage/errors';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  serviceInsightsOperatePermission,
  serviceInsightsReadPermission,
  type PortfolioQuery,
  type ServicesQuery,
} from 'backstage-plugin-service-insights-common';
import type { Answered, Caller, InsightReader, Question } from '../read/InsightReader';
import { unknownEntity } from '../read/unknownEntity';
import { FixedEntities } from './FixedEntities';

/**
 * Lets a caller have what they may have, and passes only that on: entities that the catalog shows to the caller's own
 * credentials, and of those the ones whose insights the permission policy allows. An entity that does not exist and one
 * that may not be read are the same error.
 */
export class AuthorizedInsightReader implements InsightReader {
  readonly #reader: InsightReader;
  readonly #permissions: PermissionsService;

  constructor(reader: InsightReader, permissions: PermissionsService) {
    this.#reader = reader;
    this.#permissions = permissions;
  }

  async answer(questions: readonly Question[], caller: Caller): Promise<Answered[]> {
    const refs = [...new Set(questions.map(({ entityRef }) => entityRef))];
    const readable = await caller.entities.byRefs(refs);
    const permitted = await this.#permitted([...readable.values()], caller.credentials);
    const allowed = new Set(permitted.map(entity => stringifyEntityRef(entity)));
    const isAllowed = ({ entityRef }: Question) => allowed.has(entityRef);
    const answered = await this.#reader.answer(questions.filter(isAllowed), {
      ...caller,
      entities: new FixedEntities(permitted),
    });
    const inOrder = answered.values();
    return questions.map(question => {
      const next = isAllowed(question) ? inOrder.next().value : undefined;
      return next ?? { status: 'error', error: refusal(question, readable) };
    });
  }

  async services(query: ServicesQuery, caller: Caller) {
    const candidates = await caller.entities.candidates();
    const permitted = await this.#permitted(candidates, caller.credentials);
    return this.#reader.services(query, { ...caller, entities: new FixedEntities(permitted) });
  }

  async portfolio(entityRef: string, query: PortfolioQuery, caller: Caller) {
    const parts = await caller.entities.partsOf(entityRef);
    if (!parts) throw unknownEntity(entityRef);
    const permitted = await this.#permitted(parts, caller.credentials);
    const entities = new FixedEntities(permitted);
    return this.#reader.portfolio(entityRef, query, { ...caller, entities });
  }

  async datasets(caller: Caller) {
    const [decision] = await this.#permissions.authorize(
      [{ permission: serviceInsightsOperatePermission }],
      { credentials: caller.credentials },
    );
    if (decision.result !== AuthorizeResult.ALLOW)
      throw new NotAllowedError('You may not see this');
    return this.#reader.datasets(caller);
  }

  /** The entities whose insights the policy allows; it is asked once for all, and once more for each if it depends. */
  async #permitted(
    entities: readonly Entity[],
    credentials: BackstageCredentials,
  ): Promise<Entity[]> {
    if (entities.length === 0) return [];
    if (entities.length > 1) {
      const [forAll] = await this.#permissions.authorizeConditional(
        [{ permission: serviceInsightsReadPermission }],
        { credentials },
      );
      if (forAll.result === AuthorizeResult.ALLOW) return [...entities];
      if (forAll.result === AuthorizeResult.DENY) return [];
    }
    const decisions = await this.#permissions.authorize(
      entities.map(entity => ({
        permission: serviceInsightsReadPermission,
        resourceRef: stringifyEntityRef(entity),
      })),
      { credentials },
    );
    return entities.filter((_, i) => decisions[i].result === AuthorizeResult.ALLOW);
  }
}

function refusal({ entityRef }: Question, readable: ReadonlyMap<string, Entity>): Error {
  return readable.has(entityRef)
    ? new NotAllowedError(`You may not see the insights of ${entityRef}`)
    : unknownEntity(entityRef);
}
