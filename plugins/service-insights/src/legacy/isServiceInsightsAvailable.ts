import type { Entity } from '@backstage/catalog-model';
import { SERVICE_INSIGHTS_ANNOTATION } from 'backstage-plugin-service-insights-common';

/**
 * Whether an entity names its service: the condition of the cards and of the tab.
 *
 * @param entity - the entity of the page
 * @public
 */
export function isServiceInsightsAvailable(entity: Entity): boolean {
  return Boolean(entity.metadata.annotations?.[SERVICE_INSIGHTS_ANNOTATION]);
}
