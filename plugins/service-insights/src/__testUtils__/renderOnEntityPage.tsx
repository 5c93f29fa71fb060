import type { Entity } from '@backstage/catalog-model';
import type { ExtensionDefinition } from '@backstage/frontend-plugin-api';
import { attachMockApiFactory, renderTestApp } from '@backstage/frontend-test-utils';
import { EntityCardBlueprint } from '@backstage/plugin-catalog-react/alpha';
import { createTestEntityPage } from '@backstage/plugin-catalog-react/testUtils';
import type {
  InsightAnswer,
  InsightId,
  PortfolioAnswer,
} from 'backstage-plugin-service-insights-common';
import { isAnswerTo } from '../api/answers';
import {
  serviceInsightsApiRef,
  type InsightRequest,
  type PortfolioRequest,
  type ServiceInsightsApi,
} from '../api';
import { answers, orderApi } from './fixtures';
import { portfolioAnswer } from './portfolioAnswer';

/** What the backend says to a question; a rejection is an error of the backend. */
export type Backend = (request: InsightRequest) => InsightAnswer | Promise<InsightAnswer>;

/** What the backend says of a portfolio. */
export type PortfolioBackend = (
  request: PortfolioRequest,
) => PortfolioAnswer | Promise<PortfolioAnswer>;

/** Answers every question about the healthy service. */
export const healthy: Backend = ({ insight }) => answers[insight];

/** The catalog's page heads its cards with the entity's name; the test page would leave a level out. */
const heading = EntityCardBlueprint.make({
  name: 'heading',
  params: { loader: async () => <h2>An entity</h2> },
});

/** Renders extensions on an entity's page, with a backend that answers as told. */
export function renderOnEntityPage(
  extensions: ExtensionDefinition[],
  options: {
    entity?: Entity;
    backend?: Backend;
    portfolio?: PortfolioBackend;
    path?: string;
  } = {},
): { asked: InsightRequest[]; askedPortfolios: PortfolioRequest[]; unmount(): void } {
  const { entity = orderApi, backend = healthy, path = '/' } = options;
  const asked: InsightRequest[] = [];
  const askedPortfolios: PortfolioRequest[] = [];
  const api: ServiceInsightsApi = {
    async getInsight<I extends InsightId>(request: InsightRequest<I>) {
      asked.push(request);
      const answer = await backend(request);
      if (!isAnswerTo(request.insight, answer)) throw new TypeError('A mixed up fixture');
      return answer;
    },
    async getPortfolio(request) {
      askedPortfolios.push(request);
      return options.portfolio?.(request) ?? portfolioAnswer();
    },
  };
  const { container, unmount } = renderTestApp({
    extensions: [createTestEntityPage({ entity }), heading, ...extensions],
    apis: [attachMockApiFactory(serviceInsightsApiRef, api)],
    initialRouteEntries: [path],
  });
  // The page of the catalog is a landmark; that of the test is none.
  container.setAttribute('role', 'main');
  return { asked, askedPortfolios, unmount };
}
