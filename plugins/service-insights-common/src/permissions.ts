import { createPermission } from '@backstage/plugin-permission-common';
import { RESOURCE_TYPE_CATALOG_ENTITY } from '@backstage/plugin-catalog-common/alpha';

/**
 * Permits reading the insights of a catalog entity. A policy may decide it by the catalog's own rules (owner, label,
 * annotation), because its resource is the entity.
 *
 * @public
 */
export const serviceInsightsReadPermission = createPermission({
  name: 'service-insights.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_CATALOG_ENTITY,
});

/**
 * Permits seeing what is behind the numbers of the whole organisation: datasets, runs, coverage and cost.
 *
 * @public
 */
export const serviceInsightsOperatePermission = createPermission({
  name: 'service-insights.operate',
  attributes: { action: 'read' },
});

/**
 * Permits acting on what is behind the numbers: refresh, backfill, pause, resume and erase. Whoever acts must be
 * permitted to see as well.
 *
 * @public
 */
export const serviceInsightsOperateWritePermission = createPermission({
  name: 'service-insights.operate.write',
  attributes: { action: 'update' },
});

/**
 * All permissions of the plugin.
 *
 * @public
 */
export const serviceInsightsPermissions = [
  serviceInsightsReadPermission,
  serviceInsightsOperatePermission,
  serviceInsightsOperateWritePermission,
];
