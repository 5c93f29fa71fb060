import type {
  Figure,
  InsightData,
  MetricName,
  Point,
} from 'backstage-plugin-service-insights-common';
import { failureRateOf } from '../format/failureRateOf';
import { formatFigure } from '../format/formatFigure';
import type { Words } from '../translation/useWords';

/** One tile of the summary: a figure, its line, and the section that tells more. */
export type Tile = {
  section: 'usage' | 'adoption' | 'failures';
  title: string;
  metric: MetricName;
  /** Absent when the data set cannot say. */
  figure?: Figure;
  value: string;
  /** The value to the last digit. */
  exact: string;
  values: (number | null)[];
  previous: (number | null)[];
};

/**
 * The three tiles of the summary card.
 *
 * @param unfinished - the day that is still running: it is left out of the lines
 */
export function tilesOf(
  { figures, series, subject }: InsightData['overview'],
  unfinished: string | undefined,
  words: Words,
): Tile[] {
  const { t, format } = words;
  const days = series.filter(({ at }) => at !== unfinished);
  const line = (valueOf: (point: Point) => number | null) => days.map(valueOf);
  const customers = figures.activeCustomers?.value;
  return [
    {
      section: 'usage',
      title: t('summary.usage'),
      metric: 'calls',
      figure: figures.calls,
      ...callsWords(figures.calls?.value, words),
      values: line(({ calls }) => calls),
      previous: line(({ previousCalls }) => previousCalls),
    },
    {
      section: 'adoption',
      title: t('summary.adoption'),
      metric: 'activeCustomers',
      figure: figures.activeCustomers,
      ...(subject.bound.customer && typeof customers === 'number'
        ? {
            value: t('summary.customers', {
              formatted: format.compact(customers),
              noun: subject.customerNoun,
            }),
            exact: format.exact(customers),
          }
        : notMeasured(words)),
      values: line(({ activeCustomers }) => activeCustomers),
      previous: [],
    },
    {
      section: 'failures',
      title: t('summary.failures'),
      metric: 'failureRate',
      figure: figures.failureRate,
      ...(subject.bound.outcome ? failureWords(figures, words) : notMeasured(words)),
      values: line(failureRateOf),
      previous: [],
    },
  ];
}

function notMeasured({ t }: Words) {
  const text = t('summary.notMeasured');
  return { value: text, exact: text };
}

function callsWords(calls: number | null | undefined, words: Words) {
  if (typeof calls !== 'number') return notMeasured(words);
  const { t, format } = words;
  return {
    value: t('summary.calls', { count: calls, formatted: format.compact(calls) }),
    exact: format.exact(calls),
  };
}

/** A rate of few calls says nothing: then the counts are shown. */
function failureWords(figures: InsightData['overview']['figures'], words: Words) {
  const { t, format } = words;
  const { failureRate, serviceFaults, calls } = figures;
  const counts = t('summary.fewCalls', {
    count: calls?.value ?? 0,
    failed: format.exact(serviceFaults?.value ?? 0),
    calls: format.exact(calls?.value ?? 0),
  });
  if (failureRate?.change.kind === 'lowVolume') return { value: counts, exact: counts };
  if (typeof failureRate?.value !== 'number') {
    return { value: t('summary.noRate'), exact: counts };
  }
  const formatted = formatFigure('failureRate', failureRate.value, format);
  return { value: t('summary.failureRate', { formatted }), exact: counts };
}
