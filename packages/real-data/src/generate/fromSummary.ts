import { addDays, eachDay, toDay, type Day } from 'backstage-plugin-service-insights-common';
import type { Expectation, FigureExpectation } from '../expectation';
import type { Summary } from './truth';

/** Which dataset a summary is about, and its first and last day with events. */
export type Scope = { dataset: string; from: Day; to: Day };

/** The days a summary has events on, as the scope of a dataset. */
export function scopeOf(dataset: string, { events_per_day: perDay }: Summary): Scope {
  const days = Object.keys(perDay).sort();
  return { dataset, from: toDay(days[0]), to: toDay(days[days.length - 1]) };
}

/** An expectation about a figure. */
export function figure(
  question: Omit<FigureExpectation, 'metric' | 'value'>,
  metric: FigureExpectation['metric'],
  value: number,
): Expectation {
  return { metric, ...question, value };
}

/** Totals of the whole log: how much, how much of it failed, and who called. */
export function totals(scope: Scope, truth: Summary): Expectation[] {
  return [
    figure(scope, 'calls', truth.events),
    figure(scope, 'failedCalls', truth.errors),
    figure(scope, 'activeCustomers', truth.distinct_callers),
    figure(scope, 'newCustomers', truth.distinct_callers),
    figure(scope, 'missingDays', 0),
  ];
}

/** Calls, failures and callers of each day; a day without events is a zero. */
export function eachDayOf({ dataset, from, to }: Scope, truth: Summary): Expectation[] {
  const callers = new Map(truth.callers_per_day.map(row => [row.day, row]));
  return eachDay(from, to).flatMap(day => {
    const question = { dataset, from: day, to: day };
    return [
      figure(question, 'calls', truth.events_per_day[day] ?? 0),
      figure(question, 'failedCalls', truth.errors_per_day[day] ?? 0),
      figure(question, 'activeCustomers', callers.get(day)?.active ?? 0),
      figure(question, 'newCustomers', callers.get(day)?.new ?? 0),
    ];
  });
}

/** Distinct callers of the seven and of the thirty days that end with a day, where all of them lie in the log. */
export function rollingCallers({ dataset, from, to }: Scope, truth: Summary): Expectation[] {
  return truth.dau_wau_mau.flatMap(([text, , week, month]) => {
    const day = toDay(text);
    const window = (length: number) => ({ dataset, from: addDays(day, 1 - length), to: day });
    return [
      figure(window(7), 'activeCustomers', week),
      figure(window(30), 'activeCustomers', month),
    ].filter(expectation => expectation.from >= from && day <= to);
  });
}

/** How the callers of each week stand to those of the week before. */
export function weeks(
  dataset: string,
  truth: Summary,
  isWanted: (week: Summary['weekly_lifecycle'][number]) => boolean = () => true,
): Expectation[] {
  return truth.weekly_lifecycle.filter(isWanted).flatMap(row => {
    const monday = toDay(row.week);
    const question = { dataset, from: monday, to: addDays(monday, 6) };
    return [
      figure(question, 'activeCustomers', row.active),
      figure(question, 'newCustomers', row.new),
      figure(question, 'returningCustomers', row.retained),
      figure(question, 'resurrectedCustomers', row.resurrected),
      figure(question, 'dormantCustomers', row.churned),
    ];
  });
}

/** The size of each month's cohort: who called first in that month. */
export function monthlyCohorts({ dataset, from, to }: Scope, truth: Summary): Expectation[] {
  return Object.entries(truth.monthly_cohorts).map(([month, [size]]) => {
    const first = toDay(month);
    const last = addDays(toDay(addDays(first, 31).slice(0, 8).concat('01')), -1);
    const question = { dataset, from: first < from ? from : first, to: last > to ? to : last };
    return figure(question, 'newCustomers', size);
  });
}

/** The services, and for each how much, how much failed, who called, and its best known operations. */
export function services(scope: Scope, truth: Summary): Expectation[] {
  const operations = operationsByService(truth);
  return [
    {
      list: 'services',
      ...scope,
      equals: truth.services.map(({ service, events }) => [service, events]),
    },
    ...truth.services.flatMap(({ service, events, errors, callers }): Expectation[] => {
      const question = { ...scope, service };
      const known = operations.get(service);
      return [
        figure(question, 'calls', events),
        figure(question, 'failedCalls', errors),
        figure(question, 'activeCustomers', callers),
        ...(known ? [{ list: 'operations' as const, ...question, equals: known }] : []),
      ];
    }),
  ];
}

/** The ranking over all services is cut off: what it holds of one service is the beginning of that service's own. */
function operationsByService(truth: Summary): Map<string, [string, number][]> {
  const operations = new Map<string, [string, number][]>();
  for (const { service, operation, events } of truth.top_operations) {
    operations.set(service, [...(operations.get(service) ?? []), [operation, events]]);
  }
  return operations;
}

/** The regions, and for each how much and how much failed. */
export function regions(scope: Scope, truth: Summary): Expectation[] {
  return [
    {
      list: 'regions',
      ...scope,
      equals: truth.regions.map(({ region, events }) => [region, events]),
    },
    ...truth.regions.flatMap(({ region, events, errors }) => [
      figure({ ...scope, region }, 'calls', events),
      figure({ ...scope, region }, 'failedCalls', errors),
    ]),
  ];
}

/** Calls of each service in each region on each day. */
export function cells({ dataset }: Scope, truth: Summary): Expectation[] {
  return truth.events_per_service_day_region.map(([service, day, region, events]) =>
    figure({ dataset, service, from: toDay(day), to: toDay(day), region }, 'calls', events),
  );
}

/** The errors, most frequent first. */
export function errorRanking(scope: Scope, truth: Summary): Expectation[] {
  return truth.top_error_codes.length === 0
    ? []
    : [{ list: 'errors', ...scope, equals: truth.top_error_codes }];
}
