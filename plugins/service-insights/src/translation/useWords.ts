import {
  appLanguageApiRef,
  useApi,
  useTranslationRef,
  type TranslationFunction,
} from '@backstage/frontend-plugin-api';
import { useMemo } from 'react';
import { createFormats, type Formats } from '../format/createFormats';
import { serviceInsightsTranslationRef } from './serviceInsightsTranslationRef';

/** Translates a key of the plugin's messages. */
export type Translate = TranslationFunction<(typeof serviceInsightsTranslationRef)['T']>;

/** What turns data into words: the texts, and numbers and days in the same language. */
export type Words = { t: Translate; format: Formats };

/** The words in the app's language. */
export function useWords(): Words {
  const { t } = useTranslationRef(serviceInsightsTranslationRef);
  // A change of language gives a new `t`, so that this is read again.
  const { language } = useApi(appLanguageApiRef).getLanguage();
  return useMemo(() => ({ t, format: createFormats(language) }), [t, language]);
}
