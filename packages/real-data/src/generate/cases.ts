import { z } from 'zod';
import { addDays, toDay } from 'backstage-plugin-service-insights-common';
import type { Expectation } from '../expectation';
import {
  cells,
  eachDayOf,
  errorRanking,
  figure,
  monthlyCohorts,
  regions,
  rollingCallers,
  scopeOf,
  services,
  totals,
  weeks,
} from './fromSummary';
import {
  cloudTrailTruthSchema,
  onlineRetailTruthSchema,
  trainLogsTruthSchema,
  weblogTruthSchema,
  type Summary,
} from './truth';

/** Which case is made from which truth. */
export const generators: Record<string, (truth: unknown) => Expectation[]> = {
  'cloudtrail-invictus': truth => cloudTrail('cloudtrail-invictus', truth),
  'cloudtrail-stratus': truth => cloudTrail('cloudtrail-stratus', truth),
  'online-retail': onlineRetail,
  'weblogs-dev': weblogs,
  'nezha-trainticket-dev': trainLogs,
};

/** The error codes of the log that the cases' definitions call throttling. */
const throttlingCodes = ['ThrottlingException'];

function cloudTrail(dataset: string, json: unknown): Expectation[] {
  const { duplicate_records: duplicates, deduplicated: truth } = cloudTrailTruthSchema.parse(json);
  const scope = scopeOf(dataset, truth);
  const throttled = truth.top_error_codes
    .filter(([code]) => throttlingCodes.includes(code))
    .reduce((sum, [, calls]) => sum + calls, 0);
  return [
    ...totals(scope, truth),
    figure(scope, 'throttled', throttled),
    figure(scope, 'callerFaults', truth.errors - throttled),
    figure(scope, 'serviceFaults', 0),
    figure(scope, 'duplicateEvents', duplicates),
    figure(scope, 'malformedEvents', 0),
    ...busyDays(dataset, truth),
    ...weeks(dataset, truth, ({ active, churned }) => active > 0 || churned > 0),
    ...monthlyCohorts(scope, truth),
    ...services(scope, truth),
    ...regions(scope, truth),
    ...cells(scope, truth),
    ...errorRanking(scope, truth),
  ];
}

/** The days with events, and the day after each: days lie years apart, and most hold nothing. */
function busyDays(dataset: string, truth: Summary): Expectation[] {
  return Object.keys(truth.events_per_day).flatMap(text => {
    const from = toDay(text);
    return eachDayOf({ dataset, from, to: addDays(from, 1) }, truth);
  });
}

function onlineRetail(json: unknown): Expectation[] {
  const truth = onlineRetailTruthSchema.parse(json);
  const lines = scopeOf('retail-lines', truth.all_events);
  const purchases = scopeOf('retail-purchases', truth.purchases_of_known_customers);
  const known = truth.purchases_of_known_customers;
  return [
    figure(lines, 'calls', truth.lines),
    figure(lines, 'malformedEvents', 0),
    figure(lines, 'callerFaults', truth.all_events.errors),
    figure(lines, 'serviceFaults', 0),
    figure(lines, 'expectedDays', 374),
    ...totals(lines, truth.all_events),
    ...eachDayOf(lines, truth.all_events),
    ...rollingCallers(lines, truth.all_events),
    ...monthlyCohorts(lines, truth.all_events),
    ...services(lines, truth.all_events),
    ...regions(lines, truth.all_events),
    ...errorRanking(lines, truth.all_events),
    ...totals(purchases, known),
    ...eachDayOf(purchases, known),
    ...rollingCallers(purchases, known),
    ...weeks('retail-purchases', known),
    ...monthlyCohorts(purchases, known),
    ...services(purchases, known),
    ...regions(purchases, known),
  ];
}

function weblogs(json: unknown): Expectation[] {
  const { 'elastic/apache_logs': truth } = z
    .object({ 'elastic/apache_logs': weblogTruthSchema })
    .parse(json);
  const { summary, status } = truth;
  const scope = scopeOf('weblog', summary);
  const pages = { ...scope, dataset: 'weblog-pages' };
  const calls = (isWanted: (code: number) => boolean) =>
    Object.entries(status).reduce((sum, [code, n]) => (isWanted(Number(code)) ? sum + n : sum), 0);
  return [scope, pages]
    .flatMap(both => [
      ...totals(both, summary),
      figure(both, 'malformedEvents', truth.lines_not_matching_strict_combined),
      figure(
        both,
        'serviceFaults',
        calls(code => code >= 500),
      ),
      figure(
        both,
        'throttled',
        calls(code => code === 429),
      ),
      figure(
        both,
        'callerFaults',
        calls(code => code >= 400 && code < 500 && code !== 429),
      ),
      ...eachDayOf(both, summary),
      ...errorRanking(both, summary),
      {
        list: 'outcomes' as const,
        ...both,
        equals: [['ok', calls(code => code < 400)]] satisfies [string, number][],
      },
      ...hours(both.dataset, truth.events_per_hour_utc),
    ])
    .concat(services(scope, summary), pageRanking(pages, truth), notFound(scope, truth));
}

function pageRanking(
  scope: ReturnType<typeof scopeOf>,
  { top_urls: urls }: z.output<typeof weblogTruthSchema>,
): Expectation[] {
  return [{ list: 'operations', ...scope, equals: urls }];
}

/** A service's most frequent error is a page not found wherever that is more than half of its errors. */
function notFound(
  scope: ReturnType<typeof scopeOf>,
  { top_404: ranking, summary }: z.output<typeof weblogTruthSchema>,
): Expectation[] {
  const all = new Map(summary.services.map(({ service, errors: n }) => [service, n]));
  return ranking
    .filter(([service, calls]) => calls > (all.get(service) ?? Infinity) / 2)
    .map(([service, calls]) => ({ list: 'errors', ...scope, service, equals: [['404', calls]] }));
}

/** Calls of each hour, a ranking a day. */
function hours(dataset: string, perHour: Record<string, number>): Expectation[] {
  const byDay = new Map<string, [string, number][]>();
  for (const [hour, calls] of Object.entries(perHour)) {
    byDay.set(hour.slice(0, 10), [...(byDay.get(hour.slice(0, 10)) ?? []), [hour, calls]]);
  }
  return [...byDay].map(([text, entries]) => ({
    list: 'hours',
    dataset,
    from: toDay(text),
    to: toDay(text),
    equals: entries.sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)),
  }));
}

function trainLogs(json: unknown): Expectation[] {
  const truth = trainLogsTruthSchema.parse(json);
  const day = toDay('2023-01-29');
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
  lines: ReturnType<typeof scopeOf>,
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
