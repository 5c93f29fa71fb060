import type { NoticedChange } from 'backstage-plugin-service-insights-common';
import type { Words } from '../translation/useWords';

/** Says one thing that changed in a sentence. */
export function describeNoticed(change: NoticedChange, { t, format }: Words): string {
  switch (change.kind) {
    case 'failuresUp':
    case 'failuresDown':
      return t(`changes.${change.kind}`, {
        amount: format.signed(change.excessFailedCalls),
        before: format.share(change.previousFailureRate),
        now: format.share(change.failureRate),
      });
    case 'usageUp':
    case 'usageDown':
      return t(`changes.${change.kind}`, {
        before: format.compact(change.previousCalls),
        now: format.compact(change.calls),
      });
    case 'usageStopped':
      return t('changes.usageStopped', {
        day: format.day(change.lastDay),
        calls: format.compact(change.previousCalls),
      });
    case 'slower':
    case 'faster':
      return t(`changes.${change.kind}`, {
        before: format.duration(change.previousP95DurationMs),
        now: format.duration(change.p95DurationMs),
      });
    case 'customerQuiet':
      return t('changes.customerQuiet', {
        count: change.afterDays,
        customer: change.customer,
        calls: format.compact(change.calls),
      });
    case 'definitionChanged':
      return t('changes.definitionChanged', { version: format.exact(change.version) });
    default:
      return t('changes.daysMissing', {
        count: change.days,
        period: format.period({ from: change.date, to: change.to }),
      });
  }
}
