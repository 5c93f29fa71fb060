import { coreServices, createBackendModule } from '@backstage/backend-plugin-api';
import { serviceInsightsEnginesExtensionPoint } from 'backstage-plugin-service-insights-node';
import { readEngines } from './config/readEngines';
import { DuckDbEngine } from './DuckDbEngine';

/**
 * Gives service insights the engines that `serviceInsights.engines.<name>.duckdb` declares.
 *
 * @public
 */
export const serviceInsightsModuleDuckdb = createBackendModule({
  pluginId: 'service-insights',
  moduleId: 'duckdb',
  register(env) {
    env.registerInit({
      deps: {
        config: coreServices.rootConfig,
        logger: coreServices.logger,
        engines: serviceInsightsEnginesExtensionPoint,
      },
      async init({ config, logger, engines }) {
        for (const options of readEngines(config)) {
          const path = `serviceInsights.engines.${options.name}.duckdb`;
          engines.addEngine(await DuckDbEngine.open(options, { logger, path }));
        }
      },
    });
  },
});
