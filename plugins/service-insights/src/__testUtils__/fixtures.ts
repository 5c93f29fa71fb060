import type { Entity } from '@backstage/catalog-model';
import {
  addDays,
  describeChange,
  eachDay,
  toDay,
  type AssociatedCause,
  type Envelope,
  type Figure,
  type InsightAnswer,
  type InsightData,
  type MetricName,
  type Point,
  type Subject,
} from 'backstage-plugin-service-insights-common';

/** The last complete day of all fixtures; its year is far from any clock. */
export const lastDay = toDay('2026-03-14');
const firstDay = addDays(lastDay, -27);

/** An entity that names its service. */
export const orderApi: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'order-api',
    namespace: 'default',
    annotations: { 'service-insights/service': 'order-api' },
  },
  spec: { type: 'service', lifecycle: 'production', owner: 'group:default/team-orders' },
  relations: [{ type: 'ownedBy', targetRef: 'group:default/team-orders' }],
};

/** An entity that names no service. */
export const plainWebsite: Entity = {
  ...orderApi,
  metadata: { name: 'plain-site', namespace: 'default' },
};

/** A healthy envelope of 28 days, with what a test needs otherwise. */
export function envelope(over: Partial<Envelope> = {}): Envelope {
  return {
    status: 'ok',
    also: [],
    asOf: '2026-03-15T09:00:00.000Z',
    timeZone: 'UTC',
    period: { from: firstDay, to: lastDay },
    previousPeriod: { from: addDays(firstDay, -28), to: addDays(firstDay, -1) },
    dataThrough: lastDay,
    inProgress: null,
    historyStart: '2025-01-01',
    completeness: {
      expectedDays: 28,
      presentDays: 28,
      missing: [],
      partialRegions: [],
      malformedEvents: 0,
      duplicateEvents: 0,
      suspiciousDays: [],
    },
    comparable: { previous: true, reason: null },
    definition: { insightId: 'api-requests', version: 3 },
    definitionChanges: [],
    lastRun: {
      state: 'succeeded',
      finishedAt: '2026-03-15T06:12:00.000Z',
      consecutiveFailures: 0,
    },
    refresh: { nextAt: '2026-03-16T06:00:00.000Z', paused: null },
    lastEventDay: lastDay,
    ...over,
  };
}

/** A figure as the backend would say it. */
export function figure(
  metric: MetricName,
  value: number | null,
  previous: number | null,
  ground = { calls: 1_000_000, customers: 400 },
): Figure {
  const change = describeChange(metric, value, previous, { kind: 'comparable', ...ground });
  return { value, previous, change };
}

/** What the numbers are about: a data set that declares everything. */
export const subject: Subject = {
  dataset: { id: 'api-requests', title: 'API requests' },
  datasets: [{ id: 'api-requests', title: 'API requests' }],
  services: ['order-api'],
  regions: ['eu-west-1', 'us-east-1'],
  operations: ['GetOrder', 'CreateOrder'],
  customerNoun: 'customers',
  bound: {
    region: true,
    customer: true,
    operation: true,
    outcome: true,
    error: true,
    duration: true,
  },
  notFiltered: [],
};

/** Twenty-eight days with quiet weekends, the days of `missing` without data. */
export function series(missing: readonly string[] = []): Point[] {
  return eachDay(firstDay, lastDay).map((at, index) => {
    const isWeekend = index % 7 > 4;
    const calls = isWeekend ? 120_000 + index * 900 : 270_000 + index * 2_500;
    const isMissing = missing.includes(at);
    const unlessMissing = (value: number) => (isMissing ? null : Math.round(value));
    return {
      at,
      unfinished: false,
      missingDays: isMissing ? 1 : 0,
      calls: unlessMissing(calls),
      previousCalls: Math.round(calls * 0.85),
      activeCustomers: unlessMissing(isWeekend ? 90 + index : 180 + index),
      previousActiveCustomers: isWeekend ? 88 : 175,
      failedCalls: unlessMissing(calls * ((index > 22 ? 0.012 : 0.003) + 0.021)),
      serviceFaults: unlessMissing(calls * (index > 22 ? 0.012 : 0.003)),
      callerFaults: unlessMissing(calls * 0.02),
      throttled: unlessMissing(calls * 0.001),
      previousFailureRate: 0.0031,
    };
  });
}

const failureCause: AssociatedCause = {
  dimensions: ['operation', 'region'],
  elements: [['CreateOrder', 'eu-west-1']],
  before: 2_600,
  now: 8_200,
  specific: 5_600,
  broad: 2_000,
  confidence: 'main',
  since: '2026-03-09',
};

/** The summary of a service whose failures rise. */
export function overviewData(over: Partial<InsightData['overview']> = {}): InsightData['overview'] {
  return {
    subject,
    figures: {
      calls: figure('calls', 6_912_345, 5_858_000),
      failedCalls: figure('failedCalls', 58_000, 51_000),
      serviceFaults: figure('serviceFaults', 29_100, 18_160),
      activeCustomers: figure('activeCustomers', 412, 389),
      failureRate: figure('failureRate', 0.0042, 0.0031),
    },
    grain: 'day',
    series: series(),
    headline: {
      kind: 'failuresUp',
      excessFailedCalls: 7_600,
      operation: 'CreateOrder',
      region: 'eu-west-1',
      share: 0.74,
      since: '2026-03-09',
      cause: failureCause,
    },
    ...over,
  };
}

/** Usage with two large operations and a tail. */
export function usageData(over: Partial<InsightData['usage']> = {}): InsightData['usage'] {
  return {
    subject,
    calls: figure('calls', 6_912_345, 5_858_000),
    callsPerDay: 246_869,
    activeCustomers: figure('activeCustomers', 412, 389),
    topCustomerShare: figure('topCustomerShare', 0.62, 0.58),
    p50DurationMs: figure('p50DurationMs', 84, 80),
    p95DurationMs: figure('p95DurationMs', 1_840, 1_200),
    grain: 'day',
    series: series(),
    operations: [
      {
        name: 'GetOrder',
        calls: 4_216_530,
        share: 0.61,
        previousShare: 0.59,
        serviceFaults: 4_100,
        failureRate: 0.001,
      },
      {
        name: 'CreateOrder',
        calls: 1_520_716,
        share: 0.22,
        previousShare: null,
        serviceFaults: 22_000,
        failureRate: 0.0145,
      },
    ],
    otherOperations: { names: 14, calls: 1_175_099 },
    regions: [
      {
        name: 'eu-west-1',
        calls: 4_000_000,
        share: 0.579,
        previousShare: 0.58,
        serviceFaults: 21_000,
        failureRate: 0.005,
      },
      {
        name: 'us-east-1',
        calls: 2_912_345,
        share: 0.421,
        previousShare: 0.42,
        serviceFaults: 8_100,
        failureRate: 0.003,
      },
    ],
    otherRegions: null,
    why: {
      change: 1_054_345,
      causes: [],
      contributions: [],
    },
    ...over,
  };
}

/** Adoption whose identity holds: 412 = 389 + 41 + 9 − 27. */
export function adoptionData(over: Partial<InsightData['adoption']> = {}): InsightData['adoption'] {
  return {
    subject,
    activeCustomers: figure('activeCustomers', 412, 389),
    newCustomers: figure('newCustomers', 41, 33),
    returningCustomers: figure('returningCustomers', 362, 350),
    resurrectedCustomers: figure('resurrectedCustomers', 9, 6),
    dormantCustomers: figure('dormantCustomers', 27, 21),
    stickiness: figure('stickiness', 0.38, 0.379),
    quickRatio: figure('quickRatio', 50 / 27, 39 / 21),
    topCustomerShare: figure('topCustomerShare', 0.62, 0.58),
    identity: { active: 412, previousActive: 389, new: 41, resurrected: 9, dormant: 27 },
    lifecycle: [0, 1, 2, 3].map(week => ({
      from: addDays(firstDay, week * 7),
      to: addDays(firstDay, week * 7 + 6),
      active: 291 + week * 4,
      new: 8 + week,
      returning: 280 + week * 3,
      resurrected: 3,
      dormant: 7 + week,
    })),
    grain: 'day',
    series: series(),
    newest: [{ customer: 'acct 9021', firstDay: '2026-03-03', calls: 51_200 }],
    goneQuiet: [{ customer: 'acct 4417', previousCalls: 310_400 }],
    ...over,
  };
}

/** Failures that rose after the ninth of March. */
export function failuresData(over: Partial<InsightData['failures']> = {}): InsightData['failures'] {
  return {
    subject,
    failureRate: figure('failureRate', 0.0042, 0.0031),
    calls: figure('calls', 6_912_345, 5_858_000),
    failedCalls: figure('failedCalls', 174_200, 140_000),
    serviceFaults: figure('serviceFaults', 29_100, 18_160),
    callerFaults: figure('callerFaults', 138_200, 117_000),
    throttled: figure('throttled', 6_900, 5_800),
    grain: 'day',
    series: series(),
    outcomes: [
      { outcome: 'ok', calls: 6_738_145, share: 0.9748 },
      { outcome: 'caller_fault', calls: 138_200, share: 0.02 },
      { outcome: 'service_fault', calls: 29_100, share: 0.0042 },
      { outcome: 'throttled', calls: 6_900, share: 0.001 },
    ],
    errors: [
      {
        name: 'TimeoutException',
        outcome: 'service_fault',
        calls: 18_200,
        previousCalls: 9_000,
      },
      { name: 'Conflict', outcome: 'caller_fault', calls: 6_000, previousCalls: 5_900 },
    ],
    otherErrors: { names: 3, calls: 4_900 },
    operations: [
      {
        name: 'CreateOrder',
        calls: 1_520_716,
        failedCalls: 60_000,
        serviceFaults: 22_000,
        failureRate: 0.019,
        previousFailureRate: 0.003,
      },
    ],
    regions: [
      {
        name: 'eu-west-1',
        calls: 4_000_000,
        failedCalls: 100_000,
        serviceFaults: 21_000,
        failureRate: 0.0053,
        previousFailureRate: 0.0031,
      },
    ],
    drivers: {
      excessFailedCalls: 7_600,
      slices: [
        {
          operation: 'CreateOrder',
          region: 'eu-west-1',
          excessFailedCalls: 5_600,
          rateEffect: 0.0009,
          mixEffect: -0.0001,
          calls: 1_020_000,
          previousCalls: 860_000,
          failureRate: 0.019,
          previousFailureRate: 0.003,
        },
        {
          operation: 'GetOrder',
          region: 'us-east-1',
          excessFailedCalls: -400,
          rateEffect: -0.00006,
          mixEffect: 0,
          calls: 2_000_000,
          previousCalls: 1_800_000,
          failureRate: 0.001,
          previousFailureRate: 0.0012,
        },
      ],
      rest: 2_400,
    },
    why: {
      change: 0.0011,
      rateEffect: 0.001,
      mixEffect: 0.0001,
      mixShift: false,
      causes: [failureCause],
      contributions: [],
      customers: null,
    },
    ...over,
  };
}

/** Two cohorts, of which one is old enough for its second week. */
export function retentionData(
  over: Partial<InsightData['retention']> = {},
): InsightData['retention'] {
  const cell = (active: number, size: number, provisional = false) => ({
    active,
    rate: active / size,
    provisional,
  });
  return {
    subject,
    interval: 'week',
    window: { from: '2026-01-18', to: lastDay },
    intervals: 3,
    cohorts: [
      {
        from: '2026-02-16',
        to: '2026-02-22',
        size: 31,
        leftCensored: false,
        exact: [cell(31, 31), cell(24, 31), cell(22, 31)],
        unbounded: [cell(31, 31), cell(26, 31), cell(22, 31, true)],
      },
      {
        from: '2026-02-23',
        to: '2026-03-01',
        size: 28,
        leftCensored: false,
        exact: [cell(28, 28), cell(23, 28), null],
        unbounded: [cell(28, 28), cell(23, 28, true), null],
      },
    ],
    average: {
      exact: [
        { rate: 1, cohorts: 2, customers: 59 },
        { rate: 47 / 59, cohorts: 2, customers: 59 },
        { rate: 22 / 31, cohorts: 1, customers: 31 },
      ],
      unbounded: [
        { rate: 1, cohorts: 2, customers: 59 },
        { rate: 49 / 59, cohorts: 2, customers: 59 },
        { rate: 22 / 31, cohorts: 1, customers: 31 },
      ],
    },
    ...over,
  };
}

/** Durations that grew in the tail. */
export function latencyData(over: Partial<InsightData['latency']> = {}): InsightData['latency'] {
  const percentiles = {
    p50DurationMs: figure('p50DurationMs', 84, 80),
    p90DurationMs: figure('p90DurationMs', 610, 480),
    p95DurationMs: figure('p95DurationMs', 1_840, 1_200),
    p99DurationMs: figure('p99DurationMs', 4_100, 3_900),
  };
  return {
    subject,
    timedCalls: 6_912_345,
    ...percentiles,
    grain: 'day',
    series: eachDay(firstDay, lastDay).map((at, index) => ({
      at,
      unfinished: false,
      missingDays: 0,
      timedCalls: 240_000,
      p50DurationMs: 80 + (index % 5),
      p90DurationMs: 560 + index,
      p95DurationMs: 1_200 + index * 30,
      p99DurationMs: 3_900 + index * 10,
      previousP95DurationMs: 1_200,
    })),
    operations: [{ name: 'GetOrder', timedCalls: 4_216_530, ...percentiles }],
    regions: [{ name: 'eu-west-1', timedCalls: 4_000_000, ...percentiles }],
    why: null,
    ...over,
  };
}

/** A rise of failures, and a customer who went quiet. */
export function changesData(over: Partial<InsightData['changes']> = {}): InsightData['changes'] {
  return {
    subject,
    changes: [
      {
        kind: 'failuresUp',
        date: '2026-03-09',
        section: 'failures',
        excessFailedCalls: 7_600,
        failureRate: 0.0042,
        previousFailureRate: 0.0031,
        cause: failureCause,
      },
      {
        kind: 'customerQuiet',
        date: '2026-03-06',
        section: 'adoption',
        customer: 'acct 4417',
        afterDays: 210,
        calls: 310_400,
      },
    ],
    ...over,
  };
}

/** An answer of every insight, all of the same healthy service. */
export const answers: { [I in keyof InsightData]: InsightAnswer<I> } = {
  overview: { data: overviewData(), meta: envelope() },
  usage: { data: usageData(), meta: envelope() },
  adoption: { data: adoptionData(), meta: envelope() },
  failures: { data: failuresData(), meta: envelope() },
  retention: { data: retentionData(), meta: envelope() },
  latency: { data: latencyData(), meta: envelope() },
  changes: { data: changesData(), meta: envelope() },
};
