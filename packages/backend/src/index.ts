import { createBackend } from '@backstage/backend-defaults';

const backend = createBackend();

// The portal's pages, on the same port as everything else.
backend.add(import('@backstage/plugin-app-backend'));

backend.add(import('@backstage/plugin-auth-backend'));
backend.add(import('@backstage/plugin-auth-backend-module-guest-provider'));

backend.add(import('@backstage/plugin-catalog-backend'));

// In memory: the index is made anew at each start.
backend.add(import('@backstage/plugin-search-backend'));
backend.add(import('@backstage/plugin-search-backend-module-catalog'));

backend.add(import('backstage-plugin-service-insights-backend'));
// Each makes the engines of its own key under serviceInsights.engines, and nothing when there is none.
backend.add(import('backstage-plugin-service-insights-backend-module-duckdb'));
backend.add(import('backstage-plugin-service-insights-backend-module-athena'));

backend.start().catch(error => {
  // A portal that could not start must end, so that whoever started it can tell.
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  process.exit(1);
});
