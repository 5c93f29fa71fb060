import { createExtensionPoint } from '@backstage/backend-plugin-api';
import type { DatasetDefinitionInput } from 'backstage-plugin-service-insights-common';
import type { Engine } from './engine';

/**
 * Where engine modules register what they made of the configuration.
 *
 * @public
 */
export interface ServiceInsightsEnginesExtensionPoint {
  /**
   * @throws Error when the name is taken
   */
  addEngine(engine: Engine): void;
}

/**
 * See {@link ServiceInsightsEnginesExtensionPoint}.
 *
 * @public
 */
export const serviceInsightsEnginesExtensionPoint =
  createExtensionPoint<ServiceInsightsEnginesExtensionPoint>({ id: 'service-insights.engines' });

/**
 * Where modules add definitions of their own.
 *
 * @public
 */
export interface ServiceInsightsDefinitionsExtensionPoint {
  /**
   * @param origin - what messages about the definition name, as the module's package
   */
  addDefinitions(origin: string, definitions: readonly DatasetDefinitionInput[]): void;
}

/**
 * See {@link ServiceInsightsDefinitionsExtensionPoint}.
 *
 * @public
 */
export const serviceInsightsDefinitionsExtensionPoint =
  createExtensionPoint<ServiceInsightsDefinitionsExtensionPoint>({
    id: 'service-insights.definitions',
  });
