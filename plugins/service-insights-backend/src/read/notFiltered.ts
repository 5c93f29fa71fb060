import type { InsightId, Subject } from 'backstage-plugin-service-insights-common';
import type { DayFilter } from './filterDay';

type Kind = DayFilter['kind'];

const customerFigures = [
  'activeCustomers',
  'newCustomers',
  'returningCustomers',
  'resurrectedCustomers',
  'dormantCustomers',
  'stickiness',
  'quickRatio',
  'topCustomerShare',
];
const faultFigures = ['failureRate', 'serviceFaults', 'throttled'];
const durations = ['p50DurationMs', 'p90DurationMs', 'p95DurationMs', 'p99DurationMs'];

/** What is not kept by operation, or not by customer, and so is left out of the answers. */
const parts: Record<Kind, Record<InsightId, readonly string[]>> = {
  operation: {
    overview: customerFigures,
    usage: ['activeCustomers', 'topCustomerShare', 'why.customer'],
    adoption: [...customerFigures, 'identity', 'lifecycle', 'newest', 'goneQuiet'],
    failures: ['why.customers'],
    retention: ['cohorts', 'average'],
    latency: [],
    changes: ['customerQuiet'],
  },
  customer: {
    overview: [...faultFigures, ...durations, 'topCustomerShare'],
    usage: [
      'serviceFaults',
      'throttled',
      'p50DurationMs',
      'p95DurationMs',
      'topCustomerShare',
      'operations',
      'why.operation',
      'why.customer',
    ],
    adoption: ['serviceFaults', 'throttled', 'topCustomerShare'],
    failures: [...faultFigures, 'outcomes', 'errors', 'operations', 'regions', 'drivers', 'why'],
    retention: [],
    latency: ['timedCalls', ...durations, 'series', 'operations', 'regions', 'why'],
    changes: ['failuresUp', 'failuresDown', 'slower', 'faster'],
  },
};

/** Which parts of an insight a filter leaves without an answer. */
export function notFiltered(insight: InsightId, filter: Kind | undefined): Subject['notFiltered'] {
  return filter ? parts[filter][insight].map(part => ({ part, filter })) : [];
}
