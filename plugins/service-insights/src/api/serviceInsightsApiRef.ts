import { createApiRef } from '@backstage/frontend-plugin-api';
import type {
  InsightAnswer,
  InsightId,
  InsightQueryInput,
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
