import { ApiBlueprint, fetchApiRef } from '@backstage/frontend-plugin-api';
import { ServiceInsightsClient, serviceInsightsApiRef } from '../api';

/** The client that all cards of a page share. */
export const serviceInsightsApi = ApiBlueprint.make({
  params: defineParams =>
    defineParams({
      api: serviceInsightsApiRef,
      deps: { fetchApi: fetchApiRef },
      factory: ({ fetchApi }) => new ServiceInsightsClient({ fetchApi }),
    }),
});
