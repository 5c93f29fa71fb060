import { toDay } from 'backstage-plugin-service-insights-common';
import { z } from 'zod';
import type { Expectation } from '../expectation';
import {
  eachDayOf,
  errorRanking,
  figure,
  scopeOf,
  services,
  totals,
  type Scope,
} from './fromSummary';
import { weblogTruthSchema } from './truth';

/** What is known of the access log: by site section, and by page. */
export function weblogs(json: unknown): Expectation[] {
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
  scope: Scope,
  { top_urls: urls }: z.output<typeof weblogTruthSchema>,
): Expectation[] {
  return [{ list: 'operations', ...scope, equals: urls }];
}

/** A service's most frequent error is a page not found wherever that is more than half of its errors. */
function notFound(
  scope: Scope,
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
