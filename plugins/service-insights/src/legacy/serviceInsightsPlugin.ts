import { convertLegacyRouteRef } from '@backstage/core-compat-api';
import { createApiFactory, createPlugin, fetchApiRef } from '@backstage/core-plugin-api';
import { ServiceInsightsClient, serviceInsightsApiRef } from '../api';
import { insightsRouteRef } from '../routes';

/**
 * Usage, adoption and failures of the services in the catalog, for the classic frontend system.
 *
 * @public
 */
export const serviceInsightsPlugin = createPlugin({
  id: 'service-insights',
  apis: [
    createApiFactory({
      api: serviceInsightsApiRef,
      deps: { fetchApi: fetchApiRef },
      factory: ({ fetchApi }) => new ServiceInsightsClient({ fetchApi }),
    }),
  ],
  routes: { insights: convertLegacyRouteRef(insightsRouteRef) },
});
