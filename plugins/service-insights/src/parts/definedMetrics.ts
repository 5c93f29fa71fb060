import type { MetricName } from 'backstage-plugin-service-insights-common';

/** The metrics the cards show, each with a definition in the texts. */
export type DefinedMetric = Exclude<MetricName, 'failedCalls'> | 'callsPerDay';
