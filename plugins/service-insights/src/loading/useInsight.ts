import { useApi } from '@backstage/frontend-plugin-api';
import type {
  InsightAnswer,
  InsightId,
  InsightQueryInput,
} from 'backstage-plugin-service-insights-common';
import { useCallback } from 'react';
import { serviceInsightsApiRef } from '../api';
import { useAnswer, type Question } from './useAnswer';

/**
 * Asks about an entity.
 *
 * @param query - must be the same object while the question is the same
 */
export function useInsight<I extends InsightId>(
  insight: I,
  entityRef: string,
  query: InsightQueryInput,
): Question<InsightAnswer<I>> {
  const api = useApi(serviceInsightsApiRef);
  const ask = useCallback(
    (signal: AbortSignal) => api.getInsight({ entityRef, insight, query }, { signal }),
    [api, entityRef, insight, query],
  );
  return useAnswer(entityRef, ask);
}
