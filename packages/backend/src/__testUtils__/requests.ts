import type { DatasetDefinitionInput } from 'backstage-plugin-service-insights-common';

/** The dataset over what `serveRequests` serves. */
export const requests = {
  kind: 'dataset',
  id: 'requests',
  table: 'telemetry.events',
  time: { column: 'ts', partition: { column: 'day' } },
  service: 'service',
  lag: 'PT0H',
  history: 1,
} as const satisfies DatasetDefinitionInput;
