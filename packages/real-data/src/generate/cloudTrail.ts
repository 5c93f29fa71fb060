import { addDays, toDay } from 'backstage-plugin-service-insights-common';
import type { Expectation } from '../expectation';
import {
  cells,
  eachDayOf,
  errorRanking,
  figure,
  monthlyCohorts,
  regions,
  scopeOf,
  services,
  totals,
  weeks,
} from './fromSummary';
import { cloudTrailTruthSchema, type Summary } from './truth';

/** The error codes of the log that the cases' definitions call throttling. */
const throttlingCodes = ['ThrottlingException'];

/** What is known of a folder of CloudTrail records. */
export function cloudTrail(dataset: string, json: unknown): Expectation[] {
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
