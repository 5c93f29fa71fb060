import type { Attention } from 'backstage-plugin-service-insights-common';
import type { Words } from '../translation/useWords';

/** Says why a service needs attention: the rule that holds, and the number behind it. */
export function describeAttention(
  attention: Attention,
  { t, format }: Words,
): { name: string; detail: string } {
  const name = t(`attention.${attention.flag}.name`);
  switch (attention.flag) {
    case 'failures-rising': {
      const count = attention.excessFailedCalls;
      const amount = format.signed(count);
      return {
        name,
        detail:
          attention.since === null
            ? t('attention.failures-rising.detail', { count, amount })
            : t('attention.failures-rising.since', {
                count,
                amount,
                day: format.day(attention.since),
              }),
      };
    }
    case 'usage-falling':
      return {
        name,
        detail: t('attention.usage-falling.detail', {
          count: attention.calls,
          calls: format.compact(attention.calls),
          previous: format.compact(attention.previousCalls),
        }),
      };
    case 'usage-stopped':
      return {
        name,
        detail: t('attention.usage-stopped.detail', { day: format.day(attention.lastDay) }),
      };
    case 'customers-leaving':
      return {
        name,
        detail: t('attention.customers-leaving.detail', {
          dormant: format.exact(attention.dormant),
          active: format.exact(attention.previousActive),
        }),
      };
    default:
      return {
        name,
        detail: t('attention.concentrated.detail', { share: format.share(attention.share) }),
      };
  }
}
