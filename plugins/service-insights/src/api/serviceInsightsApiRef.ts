import { createApiRef } from '@backstage/frontend-plugin-api';
import type {
  InsightAnswer,
  InsightId,
  InsightQueryInput,
  PortfolioAnswer,
  PortfolioQueryInput,
} from 'backstage-plugin-service-insights-common';

/**
 * One question about one entity.
 *
 * @public
 */
export type InsightRequest<I extends InsightId = InsightId> = {
  entityRef: string;
  insight: I;
  query?: InsightQueryInput;
};

/**
 * A question about the services of a group, system or domain.
 *
 * @public
 */
export type PortfolioRequest = {
  entityRef: string;
  query?: PortfolioQueryInput;
};

/**
 * Asks the backend for insights.
 *
 * @public
 */
export interface ServiceInsightsApi {
  /**
   * Answers one question. Questions asked at the same time travel in one request, and equal ones are asked once.
   *
   * @param request - what to ask
   * @param options - `signal` withdraws the question
   * @returns the answer with its envelope
   * @throws InsightRequestError when the backend refuses the question
   */
  getInsight<I extends InsightId>(
    request: InsightRequest<I>,
    options?: { signal?: AbortSignal },
  ): Promise<InsightAnswer<I>>;

  /**
   * Answers for the services of a group, system or domain that the reader may see: those that need attention first.
   *
   * @param request - what to ask
   * @param options - `signal` withdraws the question
   * @returns a row per service, and an envelope per data set
   * @throws InsightRequestError when the backend refuses the question
   */
  getPortfolio(
    request: PortfolioRequest,
    options?: { signal?: AbortSignal },
  ): Promise<PortfolioAnswer>;
}

/**
 * The API through which all cards ask.
 *
 * @public
 */
export const serviceInsightsApiRef = createApiRef<ServiceInsightsApi>().with({
  id: 'plugin.service-insights.client',
  pluginId: 'service-insights',
});
