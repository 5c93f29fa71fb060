/** Who asked last: what a reader caused is announced at once, what the page did is not. */
export type Asker = 'page' | 'reader';

/** How a question is doing. What was once answered stays until something newer is. */
export type AnswerState<A> =
  | { phase: 'loading'; pace: 'quick' | 'noticeable' | 'slow' }
  | { phase: 'stopped' }
  | { phase: 'failed'; error: Error; asker: Asker }
  | {
      phase: 'answered';
      answer: A;
      refresh:
        { kind: 'idle' } | { kind: 'running' } | { kind: 'failed'; error: Error; asker: Asker };
    };

/** What happens to a question. */
export type AnswerEvent<A> =
  /** `afresh`: about another entity, so that nothing old may stay. */
  | { type: 'asked'; afresh: boolean }
  | { type: 'waited'; pace: 'noticeable' | 'slow' }
  | { type: 'answered'; answer: A }
  | { type: 'failed'; error: Error; asker: Asker }
  | { type: 'stopped' };

/** The state after an event. */
export function nextAnswerState<A>(state: AnswerState<A>, event: AnswerEvent<A>): AnswerState<A> {
  const kept = state.phase === 'answered' ? state : undefined;
  switch (event.type) {
    case 'asked':
      return kept && !event.afresh
        ? { ...kept, refresh: { kind: 'running' } }
        : { phase: 'loading', pace: 'quick' };
    case 'waited':
      return state.phase === 'loading' ? { phase: 'loading', pace: event.pace } : state;
    case 'answered':
      return { phase: 'answered', answer: event.answer, refresh: { kind: 'idle' } };
    case 'failed': {
      const { error, asker } = event;
      return kept
        ? { ...kept, refresh: { kind: 'failed', error, asker } }
        : { phase: 'failed', error, asker };
    }
    default:
      return kept ? { ...kept, refresh: { kind: 'idle' } } : { phase: 'stopped' };
  }
}
