import { SERVICE_INSIGHTS_ANNOTATION } from 'backstage-plugin-service-insights-common';

/**
 * Entities that name their service. A predicate object, so that an adopter sees it and can put another one in its place
 * by app-config, as one that takes every component where data sets are mapped by name.
 */
export const hasAnnotation = {
  [`metadata.annotations.${SERVICE_INSIGHTS_ANNOTATION}`]: { $exists: true },
} as const;

/** Entities that others belong to. */
export const hasParts = { kind: { $in: ['group', 'system', 'domain'] } };
