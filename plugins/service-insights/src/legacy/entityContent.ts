import { convertLegacyRouteRef } from '@backstage/core-compat-api';
import { createRoutableExtension } from '@backstage/core-plugin-api';
import { insightsRouteRef } from '../routes';
import { inClassicApp } from './inClassicApp';
import { serviceInsightsPlugin } from './serviceInsightsPlugin';

/**
 * The Insights tab of an entity's page.
 *
 * @public
 */
export const EntityServiceInsightsContent = serviceInsightsPlugin.provide(
  createRoutableExtension({
    name: 'EntityServiceInsightsContent',
    component: async () => inClassicApp((await import('../tab/InsightsTab')).InsightsTab),
    mountPoint: convertLegacyRouteRef(insightsRouteRef),
  }),
);
