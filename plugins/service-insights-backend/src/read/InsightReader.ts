import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import type {
  DatasetsAnswer,
  Envelope,
  InsightId,
  InsightQuery,
  PortfolioAnswer,
  PortfolioQuery,
  ServicesAnswer,
  ServicesQuery,
} from 'backstage-plugin-service-insights-common';

/** One insight of one entity. */
export type Question = { entityRef: string; insight: InsightId; query: InsightQuery };

/** An answer whose data is JSON text already: what was computed at publish is passed on, not parsed. */
export type WrittenAnswer = { data: string; meta: Envelope };

/** What became of a question. */
export type Answered =
  { status: 'ok'; answer: WrittenAnswer } | { status: 'error'; error: unknown };

/** Catalog entities, as far as somebody may read them. */
export interface Entities {
  /** By entity ref (lower case); whatever is unknown or unreadable is not in it. */
  byRefs(entityRefs: readonly string[]): Promise<ReadonlyMap<string, Entity>>;
  /**
   * The components of a group, system or domain; nothing where it is unknown or unreadable.
   *
   * @throws InputError for any other kind
   */
  partsOf(entityRef: string): Promise<readonly Entity[] | undefined>;
  /** Every entity that may stand for a service. */
  candidates(): Promise<readonly Entity[]>;
}

/** Who asks, and the entities they may ask about. */
export type Caller = { credentials: BackstageCredentials; entities: Entities };

/** The one way to numbers. */
export interface InsightReader {
  /** Answers in the order of the questions, each by itself. */
  answer(questions: readonly Question[], caller: Caller): Promise<Answered[]>;
  /** The services of the caller's entities, most called first. */
  services(query: ServicesQuery, caller: Caller): Promise<ServicesAnswer>;
  /** The services of a group, system or domain, those that need attention first. */
  portfolio(entityRef: string, query: PortfolioQuery, caller: Caller): Promise<PortfolioAnswer>;
  /** Every dataset and how it is doing. */
  datasets(caller: Caller): Promise<DatasetsAnswer>;
}
