import type { PresetPeriod } from 'backstage-plugin-service-insights-common';
import type { Words } from '../translation/useWords';

/** What a preset period is called. */
export function presetName(period: PresetPeriod, { t }: Words): string {
  const count = Number.parseInt(period, 10);
  return period.endsWith('m')
    ? t('card.months', { number: String(count) })
    : t('card.days', { count });
}
