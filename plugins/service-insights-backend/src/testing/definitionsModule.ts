import type { DatasetDefinitionInput } from 'backstage-plugin-service-insights-common';
import type { Engine } from 'backstage-plugin-service-insights-node';
import { lakeModule } from './lakeModule';

const emptyLake: Engine = {
  name: 'lake',
  start: async () => {
    throw new Error('No page view starts a run');
  },
  status: async () => new Map(),
  async *rows() {},
  stop: async () => {},
  sourceDays: async () => new Map(),
};

/**
 * A module with definitions, and an engine whose lake holds nothing: the plugin starts as in production and plans no
 * run, so that what is served is what a test has published.
 */
export function definitionsModule(definitions: readonly DatasetDefinitionInput[]) {
  return lakeModule(emptyLake, definitions);
}
