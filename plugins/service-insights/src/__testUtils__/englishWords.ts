import { mockApis } from '@backstage/frontend-test-utils';
import { createFormats } from '../format/createFormats';
import { serviceInsightsTranslationRef } from '../translation/serviceInsightsTranslationRef';
import type { Words } from '../translation/useWords';

/** The words of a portal in English, in the year of the fixtures. */
export function englishWords(): Words {
  const translation = mockApis.translation().getTranslation(serviceInsightsTranslationRef);
  if (!translation.ready) throw new Error('The default texts are always ready');
  return { t: translation.t, format: createFormats('en', 2026) };
}
