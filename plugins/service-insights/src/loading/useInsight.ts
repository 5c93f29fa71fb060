import { toError } from '@backstage/errors';
import { useApi } from '@backstage/frontend-plugin-api';
import type { InsightId, InsightQueryInput } from 'backstage-plugin-service-insights-common';
import { useCallback, useEffect, useReducer, useRef, useState, type Reducer } from 'react';
import { serviceInsightsApiRef } from '../api';
import { nextInsightState, type Asker, type InsightEvent, type InsightState } from './InsightState';

/** A skeleton that flashes by is worse than none. */
const noticeableAfterMs = 250;
const slowAfterMs = 8_000;

/** A question and what can be done about it. */
export type Insight<I extends InsightId> = {
  state: InsightState<I>;
  /** Asks again. Cheap: the backend reads its database, never the lake. */
  retry(): void;
  /** Gives up waiting. */
  stop(): void;
};

/**
 * Asks a question and follows it: old answers stay in view while a newer one is on its way.
 *
 * @param query - must be the same object while the question is the same
 */
export function useInsight<I extends InsightId>(
  insight: I,
  entityRef: string,
  query: InsightQueryInput,
): Insight<I> {
  const api = useApi(serviceInsightsApiRef);
  const [state, dispatch] = useReducer<Reducer<InsightState<I>, InsightEvent<I>>>(
    nextInsightState,
    { phase: 'loading', pace: 'quick' },
  );
  const [attempt, setAttempt] = useState<{ asker: Asker }>({ asker: 'page' });
  const askedAbout = useRef(entityRef);
  const latest = useRef<AbortController>();

  useEffect(() => {
    const controller = new AbortController();
    latest.current = controller;
    dispatch({ type: 'asked', afresh: askedAbout.current !== entityRef });
    askedAbout.current = entityRef;
    const ifWanted = (event: InsightEvent<I>) => {
      if (!controller.signal.aborted) dispatch(event);
    };
    const noticeable = setTimeout(
      () => ifWanted({ type: 'waited', pace: 'noticeable' }),
      noticeableAfterMs,
    );
    const slow = setTimeout(() => ifWanted({ type: 'waited', pace: 'slow' }), slowAfterMs);
    const settle = () => {
      clearTimeout(noticeable);
      clearTimeout(slow);
    };
    api
      .getInsight({ entityRef, insight, query }, { signal: controller.signal })
      .then(
        answer => ifWanted({ type: 'answered', answer }),
        error => ifWanted({ type: 'failed', error: toError(error), asker: attempt.asker }),
      )
      .finally(settle);
    return () => {
      controller.abort();
      settle();
    };
  }, [api, entityRef, insight, query, attempt]);

  const retry = useCallback(() => setAttempt({ asker: 'reader' }), []);
  const stop = useCallback(() => {
    dispatch({ type: 'stopped' });
    latest.current?.abort();
  }, []);
  return { state, retry, stop };
}
