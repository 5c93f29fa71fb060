import { createTranslationRef } from '@backstage/frontend-plugin-api';
import { messages } from './messages';

/**
 * Every text of the plugin. Override or translate them with a `TranslationBlueprint` in the app.
 *
 * @public
 */
export const serviceInsightsTranslationRef = createTranslationRef({
  id: 'plugin.service-insights',
  messages,
  // Loaded when an app is shown in it.
  translations: { de: () => import('./german') },
});
