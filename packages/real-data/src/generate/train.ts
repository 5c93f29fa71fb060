import { toDay, type Day } from 'backstage-plugin-service-insights-common';
import type { z } from 'zod';
import type { Expectation } from '../expectation';
import { figure, type Scope } from './fromSummary';
import { trainTruthSchema } from './truth';

/** What is known of the booking system: its log lines, and its spans. */
export function train(json: unknown): Expectation[] {
  const truth = trainTruthSchema.parse(json);
  const day = toDay('2023-01-29');
  return [...trainLogs(day, truth), ...trainSpans(day, truth)];
}

type TrainTruth = z.output<typeof trainTruthSchema>;

function trainSpans(day: Day, truth: TrainTruth): Expectation[] {
  const spans = { dataset: 'train-spans', from: day, to: day };
  const requests = { ...spans, dataset: 'train-requests' };
  return [
    figure(spans, 'calls', truth.distinct_spans),
    figure(spans, 'duplicateEvents', truth.span_lines - truth.distinct_spans),
    figure(spans, 'malformedEvents', 0),
    figure(requests, 'calls', truth.root_spans),
    ...percentiles(requests, truth.root_duration_ms.cont),
    ...Object.entries(truth.span_duration_ms_by_service).flatMap(([service, known]) => [
      figure({ ...spans, service }, 'calls', known.spans),
      ...percentiles({ ...spans, service }, known.cont),
    ]),
  ];
}

/** Percentiles are read from buckets, which promise an error of at most one hundredth. */
function percentiles(
  scope: Scope & { service?: string },
  cont: Record<string, number>,
): Expectation[] {
  const tolerance = 0.01;
  return [
    { ...figure(scope, 'p50DurationMs', cont['0.5']), tolerance },
    { ...figure(scope, 'p90DurationMs', cont['0.9']), tolerance },
    { ...figure(scope, 'p95DurationMs', cont['0.95']), tolerance },
    { ...figure(scope, 'p99DurationMs', cont['0.99']), tolerance },
  ];
}

function trainLogs(day: Day, truth: TrainTruth): Expectation[] {
  const lines = { dataset: 'train-log-lines', from: day, to: day };
  const once = { ...lines, dataset: 'train-logs' };
  const failed = { ...lines, dataset: 'train-failed-traces' };
  const { ERROR: errorLines = 0, ...harmless } = truth.log_levels;
  const perService = new Map<string, [string, number][]>();
  for (const [service, level, calls] of truth.log_levels_by_service) {
    perService.set(service, [...(perService.get(service) ?? []), [level, calls]]);
  }
  const errorsOf = new Map(truth.errors_by_service);
  return [
    figure(lines, 'calls', truth.log_lines),
    figure(lines, 'serviceFaults', errorLines),
    figure(lines, 'failedCalls', errorLines),
    figure(lines, 'callerFaults', 0),
    figure(lines, 'malformedEvents', 0),
    figure(lines, 'duplicateEvents', 0),
    { list: 'operations', ...lines, equals: byCalls(Object.entries(truth.log_levels)) },
    {
      list: 'outcomes',
      ...lines,
      equals: [
        ['ok', Object.values(harmless).reduce((sum, n) => sum + n, 0)],
        ['service_fault', errorLines],
      ],
    },
    ...[...perService].flatMap(([service, levels]): Expectation[] => [
      figure(
        { ...lines, service },
        'calls',
        levels.reduce((sum, [, n]) => sum + n, 0),
      ),
      figure({ ...lines, service }, 'serviceFaults', errorsOf.get(service) ?? 0),
      { list: 'operations', ...lines, service, equals: byCalls(levels) },
    ]),
    ...errorsByService(lines, truth.error_codes),
    figure(once, 'calls', truth.distinct_log_lines),
    figure(once, 'duplicateEvents', truth.log_lines - truth.distinct_log_lines),
    figure(failed, 'calls', errorLines),
    figure(failed, 'activeCustomers', truth.error_traces),
    { list: 'operations', ...failed, equals: byCalls(truth.errors_by_service) },
    { list: 'hours', ...failed, equals: errorHours(truth.errors_per_minute_utc) },
  ];
}

function errorsByService(
  lines: Scope,
  codes: readonly [service: string, code: string, calls: number][],
): Expectation[] {
  const byService = new Map<string, [string, number][]>();
  for (const [service, code, calls] of codes) {
    byService.set(service, [...(byService.get(service) ?? []), [code, calls]]);
  }
  return [...byService].map(([service, equals]) => ({
    list: 'errors',
    ...lines,
    service,
    equals: byCalls(equals),
  }));
}

function errorHours(perMinute: Record<string, number>): [string, number][] {
  const perHour = new Map<string, number>();
  for (const [minute, calls] of Object.entries(perMinute)) {
    const hour = minute.slice(0, 13);
    perHour.set(hour, (perHour.get(hour) ?? 0) + calls);
  }
  return byCalls([...perHour]);
}

function byCalls(entries: readonly [string, number][]): [string, number][] {
  return [...entries].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
}
