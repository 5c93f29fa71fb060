import type { Incident } from './Incident';

/**
 * What is planted in the demo. README.md of this package tells the same in words.
 *
 * @public
 */
export const demoIncidents: readonly Incident[] = [
  {
    kind: 'failing-deployment',
    service: 'order-api',
    operation: 'CreateOrder',
    region: 'eu-west-1',
    error: 'TimeoutException',
    failingShare: 0.34,
    firstDaysBefore: 11,
    lastDaysBefore: 2,
  },
  {
    kind: 'failing-deployment',
    service: 'fault-injector',
    operation: 'InjectFault',
    region: 'ap-southeast-1',
    error: 'AgentUnreachable',
    failingShare: 0.55,
    firstDaysBefore: 20,
    lastDaysBefore: 16,
  },
  {
    kind: 'failing-deployment',
    service: 'payment-api',
    operation: 'CapturePayment',
    region: 'us-east-1',
    error: 'AcquirerUnavailable',
    failingShare: 0.28,
    firstDaysBefore: 64,
    lastDaysBefore: 61,
  },
  {
    kind: 'slow-operation',
    service: 'product-search',
    operation: 'Search',
    region: 'us-west-2',
    slowdown: 4,
    firstDaysBefore: 8,
    lastDaysBefore: 5,
  },
  {
    kind: 'throttled-customer',
    service: 'product-search',
    operation: 'Suggest',
    region: 'us-east-1',
    customer: 'acct-0007',
    callsPerDay: 2_600,
    throttledShare: 0.6,
    firstDaysBefore: 5,
    lastDaysBefore: 4,
  },
  { kind: 'service-stops', service: 'legacy-export', lastDaysBefore: 16 },
  { kind: 'missing-day', dataset: 'api-requests', daysBefore: 75 },
  { kind: 'duplicate-deliveries', dataset: 'platform', share: 0.06, daysBefore: 13 },
  { kind: 'malformed-lines', dataset: 'platform', lines: 140, daysBefore: 30 },
];
