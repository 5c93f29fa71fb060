import type { Envelope } from 'backstage-plugin-service-insights-common';
import type { Words } from '../translation/useWords';

/**
 * Why the two periods cannot be compared, with the day where one is to blame.
 *
 * @returns nothing when they can be
 */
export function describeNotComparable(
  { comparable: { reason }, definitionChanges }: Pick<Envelope, 'comparable' | 'definitionChanges'>,
  { t, format }: Words,
): string | undefined {
  if (!reason) return undefined;
  const change = definitionChanges.at(-1);
  return reason === 'versionChange' && change
    ? t('change.reason.versionChangeOn', { day: format.day(change.day) })
    : t(`change.reason.${reason}`);
}
