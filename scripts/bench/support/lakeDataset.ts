import type { DatasetDefinitionInput } from 'backstage-plugin-service-insights-common';

/** The dataset over the events of `startAthenaLake`. */
export const lakeDataset = {
  kind: 'dataset',
  id: 'events',
  table: 'telemetry.events',
  time: { column: 'ts', partition: { column: 'day' } },
  service: 'service',
  customer: 'customer',
  outcome: { httpStatus: 'status' },
  lookback: 2,
} as const satisfies DatasetDefinitionInput;
