import type { DatasetDefinitionInput } from 'backstage-plugin-service-insights-common';

/** What the datasets of the benchmarks have in common: every part of an event is bound. */
export const eventsDataset = {
  kind: 'dataset',
  table: 'telemetry.events',
  time: { column: 'ts', partition: { column: 'day' } },
  service: 'service',
  region: 'region',
  customer: 'customer_id',
  operation: 'operation',
  outcome: { httpStatus: 'status' },
  error: 'error_code',
  duration: { column: 'duration_ms', unit: 'ms' },
} as const satisfies Omit<DatasetDefinitionInput, 'id'>;
