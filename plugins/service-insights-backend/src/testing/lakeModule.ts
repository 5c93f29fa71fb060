import { createBackendModule } from '@backstage/backend-plugin-api';
import type { DatasetDefinitionInput } from 'backstage-plugin-service-insights-common';
import {
  serviceInsightsDefinitionsExtensionPoint,
  serviceInsightsEnginesExtensionPoint,
  type Engine,
} from 'backstage-plugin-service-insights-node';

/** A module with an engine that runs already, and the definitions that are read with it. */
export function lakeModule(engine: Engine, definitions: readonly DatasetDefinitionInput[]) {
  return createBackendModule({
    pluginId: 'service-insights',
    moduleId: 'test-lake',
    register(env) {
      env.registerInit({
        deps: {
          engines: serviceInsightsEnginesExtensionPoint,
          added: serviceInsightsDefinitionsExtensionPoint,
        },
        async init({ engines, added }) {
          engines.addEngine(engine);
          added.addDefinitions('tests', definitions);
        },
      });
    },
  });
}
