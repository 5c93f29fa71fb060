import type { Envelope } from 'backstage-plugin-service-insights-common';
import { daysBetween } from './daysBetween';
import type { Words } from '../translation/useWords';

/**
 * Says with which days a period is compared, once for all figures of a card.
 *
 * @returns nothing when there is no comparison, or none that holds
 */
export function describeComparison(
  { period, previousPeriod, comparable }: Envelope,
  { t, format }: Words,
): { text: string; spoken: string } | undefined {
  if (!previousPeriod || !comparable.previous) return undefined;
  // Lengths that are no whole weeks are shifted to the same weekday: then only dates are true.
  if (daysBetween(previousPeriod.to, period.from) === 1) {
    const count = daysBetween(period.from, period.to) + 1;
    return {
      text: t('change.versusPrevious', { count }),
      spoken: t('change.spoken.againstPrevious', { count }),
    };
  }
  const options = { period: format.period(previousPeriod) };
  return {
    text: t('change.versusPeriod', options),
    spoken: t('change.spoken.againstPeriod', options),
  };
}
