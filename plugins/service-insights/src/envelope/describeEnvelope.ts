import {
  leastCustomersForNames,
  type Envelope,
  type EnvelopeStatus,
} from 'backstage-plugin-service-insights-common';
import { daysBetween } from '../format/daysBetween';
import type { Words } from '../translation/useWords';

/** What an answer may show, and in which words. */
export type EnvelopeWords = {
  body:
    | { kind: 'data' }
    /** Words instead of numbers; `widen` offers a longer period. */
    | { kind: 'words'; state: EnvelopeStatus; text: string; action: 'none' | 'widen' };
  /** The one state worth a line above the numbers. */
  banner?: { state: EnvelopeStatus; tone: 'info' | 'warning'; text: string };
  /** What else holds, for whoever asks for more. */
  further: string[];
  /** The last complete day; `late` when it is older than promised. */
  through?: { text: string; day: string; late: boolean };
  /** How many of the period's days are there. */
  completeness?: string;
};

/** Days named in a sentence before it says only how many. */
const mostDaysNamed = 3;

/**
 * Says what an envelope means. Pure, so that every state can be looked at without a backend.
 *
 * @param meta - the envelope
 * @param hasData - whether the answer holds data at all
 */
export function describeEnvelope(meta: Envelope, hasData: boolean, words: Words): EnvelopeWords {
  const states = [meta.status, ...meta.also];
  const sentences = states.map(state => describeState(state, meta, hasData, words));
  return {
    ...mainWords(meta, hasData, sentences[0]),
    further: sentences.slice(1).filter(text => text !== undefined),
    through: throughWords(meta, states, words),
    completeness: hasData ? completenessWords(meta, words) : undefined,
  };
}

function mainWords(
  { status }: Envelope,
  hasData: boolean,
  text = '',
): Pick<EnvelopeWords, 'body' | 'banner'> {
  if (status === 'noData') return { body: { kind: 'words', state: status, text, action: 'widen' } };
  if (!hasData || status === 'pending') {
    return { body: { kind: 'words', state: status, text, action: 'none' } };
  }
  if (status === 'ok') return { body: { kind: 'data' } };
  // Over budget and late are states of the data, not errors: only failing runs ask somebody to act.
  const tone = status === 'failing' ? 'warning' : 'info';
  return { body: { kind: 'data' }, banner: { state: status, tone, text } };
}

function describeState(
  state: EnvelopeStatus,
  meta: Envelope,
  hasData: boolean,
  words: Words,
): string | undefined {
  const { t, format } = words;
  const day = meta.dataThrough === null ? '–' : format.day(meta.dataThrough);
  switch (state) {
    case 'pending':
      return pendingWords(meta, words);
    case 'noData':
      return noDataWords(meta, words);
    case 'failing': {
      const count = Math.max(1, meta.lastRun?.consecutiveFailures ?? 1);
      return hasData ? t('state.failing', { count, day }) : t('state.failingEmpty', { count });
    }
    case 'overBudget':
    case 'paused':
      return pausedWords(meta, day, words);
    case 'stale':
      return t('state.stale', { count: daysLate(meta), day });
    case 'partial':
      return partialWords(meta, words);
    case 'suppressed':
      return t('state.suppressed', { least: format.exact(leastCustomersForNames) });
    default:
      return hasData ? undefined : pendingWords(meta, words);
  }
}

function pendingWords({ refresh }: Envelope, { t, format }: Words): string {
  const { paused } = refresh;
  if (paused !== null) {
    return paused.until === null
      ? t('state.pendingPaused')
      : t('state.pendingPausedUntil', { until: format.day(paused.until) });
  }
  return refresh.nextAt === null
    ? t('state.pendingSoon')
    : t('state.pending', { time: format.instant(refresh.nextAt) });
}

function noDataWords({ period, lastEventDay }: Envelope, { t, format }: Words): string {
  const range = { from: format.day(period.from), to: format.day(period.to) };
  return lastEventDay === null
    ? t('state.noCallsEver', range)
    : t('state.noCalls', { ...range, day: format.day(lastEventDay) });
}

function pausedWords({ refresh: { paused }, asOf }: Envelope, day: string, { t, format }: Words) {
  if (!paused) return t('state.paused', { day });
  const { reason, until } = paused;
  const options = { day, until: until === null ? '' : format.day(until) };
  if (reason === 'operator') return t(until ? 'state.pausedUntil' : 'state.paused', options);
  if (until === null) return t('state.overBudget', options);
  return isMonthAway(until, asOf)
    ? t('state.overBudgetMonth', { ...options, month: format.month(asOf) })
    : t('state.overBudgetUntil', options);
}

/** A budget of a month is there again on the first of the next; on its last day one of a day is as well. */
function isMonthAway(until: string, asOf: string): boolean {
  return until.endsWith('-01') && daysBetween(asOf.slice(0, 10), until) > 1;
}

function partialWords({ completeness }: Envelope, { t, format }: Words): string {
  const { missing, expectedDays, presentDays, partialRegions } = completeness;
  if (missing.length > 0) {
    return t('state.partialDays', {
      count: missing.length,
      missing: format.exact(missing.length),
      expected: format.exact(expectedDays),
      present: format.exact(presentDays),
      days: nameDays(missing, { t, format }),
    });
  }
  return partialRegions.length > 0
    ? t('state.partialRegions', { regions: format.list(partialRegions) })
    : t('state.partial');
}

function nameDays(days: string[], { format }: Words): string {
  return days.length <= mostDaysNamed
    ? format.list(days.map(day => format.day(day)))
    : format.period({ from: days[0], to: days[days.length - 1] });
}

/** A day should be there once the next one is over, by the clock of the server: a reader's own may be wrong. */
function daysLate({ dataThrough, asOf }: Envelope): number {
  if (dataThrough === null) return 1;
  return Math.max(1, daysBetween(dataThrough, asOf.slice(0, 10)) - 1);
}

function throughWords(
  { dataThrough }: Envelope,
  states: EnvelopeStatus[],
  { t, format }: Words,
): EnvelopeWords['through'] {
  if (dataThrough === null) return undefined;
  return {
    text: t('data.through', { day: format.day(dataThrough) }),
    day: dataThrough,
    late: states.includes('stale'),
  };
}

function completenessWords({ completeness }: Envelope, { t, format }: Words): string {
  const { expectedDays, presentDays } = completeness;
  return presentDays === expectedDays
    ? t('data.complete', { count: expectedDays })
    : t('data.incomplete', {
        present: format.exact(presentDays),
        expected: format.exact(expectedDays),
      });
}
