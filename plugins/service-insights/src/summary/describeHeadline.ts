import type { Envelope, Headline } from 'backstage-plugin-service-insights-common';
import { describeNotComparable } from '../envelope/describeNotComparable';
import type { Words } from '../translation/useWords';

/**
 * The sentence of the summary card: what changed, by the rules for change alone. Where nothing can be compared, it says
 * so: no change found is not the same as none looked for.
 */
export function describeHeadline(
  headline: Headline,
  meta: Pick<Envelope, 'comparable' | 'definitionChanges'>,
  words: Words,
): string {
  const { t, format } = words;
  switch (headline.kind) {
    case 'none':
      return describeNotComparable(meta, words) ?? t('headline.none');
    case 'usageStopped':
      return t('headline.usageStopped', { day: format.day(headline.lastDay) });
    default: {
      const { kind, operation, region } = headline;
      const day = kind === 'failuresUp' ? format.day(headline.since) : '';
      const options = { day, share: format.share(headline.share), operation, region };
      return t(`headline.${kind}${placeOf(operation, region)}`, options);
    }
  }
}

/** What a data set does not say is left out of the sentence. */
function placeOf(operation: string, region: string) {
  if (operation !== '') return region === '' ? 'Operation' : '';
  return region === '' ? 'Everywhere' : 'Region';
}
