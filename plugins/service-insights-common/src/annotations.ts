/**
 * Binds a catalog entity to its services: one service value, or several separated by commas, each optionally narrowed
 * to one dataset as `dataset:value`.
 *
 * @example
 * ```yaml
 * metadata:
 *   annotations:
 *     service-insights/service: order-api, legacy-logs:orders
 * ```
 *
 * @public
 */
export const SERVICE_INSIGHTS_ANNOTATION = 'service-insights/service';

/**
 * One service an entity names in its annotation.
 *
 * @public
 */
export type ServiceBinding = {
  /** The dataset the binding is narrowed to; every dataset when absent. */
  dataset?: string;
  /** The value of the dataset's service column. */
  service: string;
};

/**
 * Reads the annotation's value.
 *
 * @param annotation - the text of {@link SERVICE_INSIGHTS_ANNOTATION}, or nothing
 * @param datasetIds - the datasets that exist: only these are taken for a `dataset:` prefix, so that a service value
 *   with a colon of its own stays whole
 * @returns the bindings in the order they are written, without repeats
 * @public
 */
export function parseServiceAnnotation(
  annotation: string | undefined,
  datasetIds: readonly string[],
): ServiceBinding[] {
  const bindings = new Map<string, ServiceBinding>();
  for (const part of (annotation ?? '').split(',')) {
    const text = part.trim();
    if (text === '') continue;
    const colon = text.indexOf(':');
    const prefix = colon > 0 ? text.slice(0, colon) : undefined;
    const binding =
      prefix !== undefined && datasetIds.includes(prefix)
        ? { dataset: prefix, service: text.slice(colon + 1).trim() }
        : { service: text };
    if (binding.service !== '') bindings.set(text, binding);
  }
  return [...bindings.values()];
}
