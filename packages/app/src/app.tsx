import { createApp } from '@backstage/frontend-defaults';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import orgPlugin from '@backstage/plugin-org/alpha';
import searchPlugin from '@backstage/plugin-search/alpha';
import userSettingsPlugin from '@backstage/plugin-user-settings/alpha';
import serviceInsightsPlugin from 'backstage-plugin-service-insights';
import { portalModule } from './portalModule';

/** The demo portal: a catalog, an organisation, search, and service insights. */
export const app = createApp({
  features: [
    catalogPlugin,
    orgPlugin,
    searchPlugin,
    userSettingsPlugin,
    serviceInsightsPlugin,
    portalModule,
  ],
});
