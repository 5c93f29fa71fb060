import { toError } from '@backstage/errors';
import { useCallback, useEffect, useReducer, useRef, useState, type Reducer } from 'react';
import { nextAnswerState, type AnswerEvent, type AnswerState, type Asker } from './AnswerState';

/** A skeleton that flashes by is worse than none. */
const noticeableAfterMs = 250;
const slowAfterMs = 8_000;

/** A question and what can be done about it. */
export type Question<A> = {
  state: AnswerState<A>;
  /** Asks again. Cheap: the backend reads its database, never the lake. */
  retry(): void;
  /** Gives up waiting. */
  stop(): void;
};

/**
 * Asks a question and follows it: old answers stay in view while a newer one is on its way.
 *
 * @param about - what the question is about: answers about anything else do not stay
 * @param ask - must be the same function while the question is the same
 */
export function useAnswer<A>(about: string, ask: (signal: AbortSignal) => Promise<A>): Question<A> {
  const [state, dispatch] = useReducer<Reducer<AnswerState<A>, AnswerEvent<A>>>(nextAnswerState, {
    phase: 'loading',
    pace: 'quick',
  });
  const [attempt, setAttempt] = useState<{ asker: Asker }>({ asker: 'page' });
  const askedAbout = useRef(about);
  const latest = useRef<AbortController>();

  useEffect(() => {
    const controller = new AbortController();
    latest.current = controller;
    dispatch({ type: 'asked', afresh: askedAbout.current !== about });
    askedAbout.current = about;
    const ifWanted = (event: AnswerEvent<A>) => {
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
    ask(controller.signal)
      .then(
        answer => ifWanted({ type: 'answered', answer }),
        error => ifWanted({ type: 'failed', error: toError(error), asker: attempt.asker }),
      )
      .finally(settle);
    return () => {
      controller.abort();
      settle();
    };
  }, [about, ask, attempt]);

  const retry = useCallback(() => setAttempt({ asker: 'reader' }), []);
  const stop = useCallback(() => {
    dispatch({ type: 'stopped' });
    latest.current?.abort();
  }, []);
  return { state, retry, stop };
}
