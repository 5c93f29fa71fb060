import { createBackendModule } from '@backstage/backend-plugin-api';
import type { DatasetDefinitionInput } from 'backstage-plugin-service-insights-common';
import {
  serviceInsightsDefinitionsExtensionPoint,
  serviceInsightsEnginesExtensionPoint,
} from 'backstage-plugin-service-insights-node';

/**
 * A module with definitions, and an engine whose lake holds nothing: the plugin starts as in production and plans no
 * run, so that what is served is what a test has published.
 */
export function definitionsModule(definitions: readonly DatasetDefinitionInput[]) {
  return createBackendModule({
    pluginId: 'service-insights',
    moduleId: 'test-definitions',
    register(env) {
      env.registerInit({
        deps: {
          engines: serviceInsightsEnginesExtensionPoint,
          added: serviceInsightsDefinitionsExtensionPoint,
        },
        async init({ engines, added }) {
          engines.addEngine({
            name: 'lake',
            start: async () => {
              throw new Error('No page view starts a run');
            },
            status: async () => new Map(),
            async *rows() {},
            stop: async () => {},
            sourceDays: async () => new Map(),
          });
          added.addDefinitions('tests', definitions);
        },
      });
    },
  });
}
