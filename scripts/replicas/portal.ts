/**
 * A replica: the plugin with its Athena engine in a real backend, with who asks and what there is to ask about.
 * node portal.ts --config FILE
 */
import { createBackend } from '@backstage/backend-defaults';

const backend = createBackend();
backend.add(import('@backstage/plugin-auth-backend'));
backend.add(import('@backstage/plugin-auth-backend-module-guest-provider'));
backend.add(import('@backstage/plugin-catalog-backend'));
backend.add(import('backstage-plugin-service-insights-backend'));
backend.add(import('backstage-plugin-service-insights-backend-module-athena'));

backend.start().catch(error => {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  process.exit(1);
});
