import type { AssociatedCause } from 'backstage-plugin-service-insights-common';
import type { Words } from '../translation/useWords';

/** What is counted before and now. */
export type CauseUnit = 'calls' | 'failedCalls' | 'slowCalls';

/**
 * Says what a change is associated with: how sure that is in words, how much it was and is, and since when. Never that
 * one is the cause of the other.
 */
export function describeCause(
  cause: AssociatedCause,
  unit: CauseUnit,
  { t, format }: Words,
): { strength: string; text: string } {
  const { elements, before, now, specific, confidence, since } = cause;
  const where = format.list(
    elements.map(values => values.map(value => value || t('why.unnamed')).join(' / ')),
  );
  const numbers = {
    where,
    before: format.exact(Math.round(before)),
    now: format.exact(Math.round(now)),
  };
  const sentences = [
    t(`why.candidate.${unit}`, numbers),
    confidence !== 'broad' &&
      t('why.specific', { amount: format.signedExact(Math.round(specific)) }),
    since && t('why.since', { day: format.day(since) }),
  ];
  return {
    strength: t(`why.confidence.${confidence}`),
    text: sentences.filter(sentence => typeof sentence === 'string').join(' '),
  };
}
