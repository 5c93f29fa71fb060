import {
  metricNames,
  type InsightData,
  type ServicesAnswer,
  type Envelope,
  type MetricName,
} from 'backstage-plugin-service-insights-common';
import type { Expectation, FigureExpectation, ListExpectation } from './expectation';

/** What the API said to the questions an expectation needs. */
export type Answers = {
  meta?: Envelope;
  overview?: InsightData['overview'] | null;
  usage?: InsightData['usage'] | null;
  failures?: InsightData['failures'] | null;
  services?: ServicesAnswer['data']['services'];
};

/** Names with their calls, as a ranking has them. */
type Ranking = [name: string, calls: number][];

/**
 * Compares an expectation with what came.
 *
 * @returns what was expected and what came, or nothing when they agree
 */
export function differenceOf(expectation: Expectation, answers: Answers): string | undefined {
  return 'metric' in expectation
    ? figureDifference(expectation, answers)
    : listDifference(expectation, answers);
}

function figureDifference(
  { metric, value: expected, tolerance = 0 }: FigureExpectation,
  answers: Answers,
): string | undefined {
  const actual = figureOf(metric, answers);
  if (actual === undefined) return `expected ${expected}, came nothing`;
  const agrees =
    expected === null || actual === null
      ? expected === actual
      : Math.abs(actual - expected) <= tolerance * Math.abs(expected);
  return agrees ? undefined : `expected ${expected}, came ${actual}`;
}

function figureOf(
  metric: FigureExpectation['metric'],
  { meta, overview }: Answers,
): number | null | undefined {
  if (isMetricName(metric)) return overview?.figures[metric]?.value;
  if (metric === 'missingDays') return meta?.completeness.missing.length;
  return meta?.completeness[metric];
}

function isMetricName(name: string): name is MetricName {
  return metricNames.some(metric => metric === name);
}

function listDifference({ list, equals }: ListExpectation, answers: Answers): string | undefined {
  const ranking = rankingOf(list, answers);
  if (ranking === undefined) return `expected ${JSON.stringify(equals)}, came nothing`;
  const actual = ranked(ranking).slice(0, equals.length);
  const index = equals.findIndex((entry, i) => String(entry) !== String(actual[i]));
  if (index < 0) return undefined;
  const place = `place ${index + 1}`;
  return `${place}: expected ${JSON.stringify(equals[index])}, came ${JSON.stringify(actual[index]) ?? 'nothing'}`;
}

function rankingOf(
  list: ListExpectation['list'],
  { usage, failures, services }: Answers,
): Ranking | undefined {
  switch (list) {
    case 'operations':
      return usage?.operations.map(({ name, calls }) => [name, calls]);
    case 'regions':
      return usage?.regions.map(({ name, calls }) => [name, calls]);
    case 'hours':
      if (usage?.grain !== 'hour') return undefined;
      return usage.series.flatMap(({ at, calls }) => (calls === null ? [] : [[at, calls]]));
    case 'errors':
      return failures?.errors.map(({ name, calls }) => [name, calls]);
    case 'outcomes':
      return failures?.outcomes.map(({ outcome, calls }) => [outcome, calls]);
    case 'services':
      return services?.map(({ service, calls }) => [service, calls]);
    default:
      return list satisfies never;
  }
}

/** By calls, most first, then by name; a name that came twice is added up, as an error with two outcomes does. */
function ranked(entries: Ranking): Ranking {
  const sums = new Map<string, number>();
  for (const [name, calls] of entries) sums.set(name, (sums.get(name) ?? 0) + calls);
  return [...sums].sort(([nameA, a], [nameB, b]) => b - a || (nameA < nameB ? -1 : 1));
}
