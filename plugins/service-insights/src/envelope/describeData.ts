import type { Envelope, Subject } from 'backstage-plugin-service-insights-common';
import type { Words } from '../translation/useWords';
import { describeNotComparable } from './describeNotComparable';

/**
 * Everything an envelope says about its data beyond the state, one sentence each.
 *
 * @param subject - what the numbers are about; unknown while there is no data
 */
export function describeData(meta: Envelope, subject: Subject | undefined, words: Words): string[] {
  const { t, format } = words;
  const { completeness, definition, lastRun, refresh } = meta;
  const { suspiciousDays } = completeness;
  const counted = (count: number) => ({ count, formatted: format.exact(count) });
  const malformedWords = (count: number | null) => {
    if (count === null) return t('data.malformedUnknown');
    return count > 0 && t('data.malformed', counted(count));
  };
  return [
    subject &&
      t('data.dataset', {
        title: subject.dataset.title,
        id: definition.insightId,
        version: format.exact(definition.version),
      }),
    t('data.period', { period: format.period(meta.period) }),
    lastRun?.finishedAt &&
      t('data.collected', {
        ago: format.ago(lastRun.finishedAt, meta.asOf),
        time: format.instant(lastRun.finishedAt),
      }),
    refresh.nextAt && t('data.next', { time: format.instant(refresh.nextAt) }),
    meta.inProgress && t('data.inProgress', { day: format.day(meta.inProgress.day) }),
    meta.historyStart && t('data.historyStart', { day: format.day(meta.historyStart) }),
    describeNotComparable(meta, words),
    malformedWords(completeness.malformedEvents),
    completeness.duplicateEvents > 0 && t('data.duplicates', counted(completeness.duplicateEvents)),
    suspiciousDays.length > 0 &&
      t('data.suspicious', {
        count: suspiciousDays.length,
        days: suspiciousDays.map(day => format.day(day)).join(', '),
      }),
  ].filter(text => typeof text === 'string');
}
