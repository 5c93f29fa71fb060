import type { BatchRequestInput, InsightId } from 'backstage-plugin-service-insights-common';
import type { Expectation } from './expectation';

/** The most entries a list may be asked for. */
const mostEntries = 500;

const insightOfList = {
  operations: 'usage',
  regions: 'usage',
  hours: 'usage',
  errors: 'failures',
  outcomes: 'failures',
} as const;

/**
 * The insight whose answer holds what an expectation is about; nothing for a ranking of services, which has a route of
 * its own.
 */
export function insightOf(expectation: Expectation): InsightId | undefined {
  if ('metric' in expectation) return 'overview';
  return expectation.list === 'services' ? undefined : insightOfList[expectation.list];
}

/** What is asked of the API for an expectation: the same text for the same question. */
export function requestOf(
  expectation: Expectation,
  insight: InsightId,
  entityRef: string,
  dataset: string,
): BatchRequestInput['requests'][number] {
  const { from, to, region } = expectation;
  const regions = typeof region === 'string' ? [region] : region;
  return {
    entityRef,
    insight,
    query: {
      from,
      to,
      dataset,
      limit: mostEntries,
      ...(regions ? { region: regions } : {}),
    },
  };
}
