import { createRouteRef } from '@backstage/frontend-plugin-api';

/** The Insights tab of an entity's page. */
export const insightsRouteRef = createRouteRef();
