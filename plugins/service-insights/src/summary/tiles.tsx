import type {
  Figure,
  InsightData,
  MetricName,
  Point,
} from 'backstage-plugin-service-insights-common';
import type { ReactNode } from 'react';
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
  /** The same for the eye, the number set off from its words. */
  shown: ReactNode;
  /** The value to the last digit. */
  exact: string;
  values: (number | null)[];
  previous: (number | null)[];
};

/** The three tiles of the summary card. */
export function tilesOf(
  { figures, series, subject }: InsightData['overview'],
  words: Words,
): Tile[] {
  const { t } = words;
  const line = (valueOf: (point: Point) => number | null) => series.map(valueOf);
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
      ...(subject.bound.customer
        ? customersWords(figures.activeCustomers?.value, subject.customerNoun, words)
        : notMeasured(words)),
      values: line(({ activeCustomers }) => activeCustomers),
      previous: line(({ previousActiveCustomers }) => previousActiveCustomers),
    },
    {
      section: 'failures',
      title: t('summary.failures'),
      metric: 'failureRate',
      figure: figures.failureRate,
      ...(subject.bound.outcome ? failureWords(figures, words) : notMeasured(words)),
      values: line(failureRateOf),
      previous: line(({ previousFailureRate }) => previousFailureRate),
    },
  ];
}

type ValueWords = Pick<Tile, 'value' | 'shown' | 'exact'>;

function notMeasured({ t }: Words): ValueWords {
  const text = t('summary.notMeasured');
  return { value: text, shown: text, exact: text };
}

function callsWords(calls: number | null | undefined, words: Words): ValueWords {
  if (typeof calls !== 'number') return notMeasured(words);
  const { t, format } = words;
  const formatted = format.compact(calls);
  return {
    value: t('summary.calls', { count: calls, formatted }),
    shown: t('summary.calls', { count: calls, formatted: <strong>{formatted}</strong> }),
    exact: format.exact(calls),
  };
}

function customersWords(
  customers: number | null | undefined,
  noun: string,
  words: Words,
): ValueWords {
  if (typeof customers !== 'number') return notMeasured(words);
  const { t, format } = words;
  const formatted = format.compact(customers);
  return {
    value: t('summary.customers', { formatted, noun }),
    shown: t('summary.customers', { formatted: <strong>{formatted}</strong>, noun }),
    exact: format.exact(customers),
  };
}

/** A rate of few calls says nothing: then the counts are shown. */
function failureWords(figures: InsightData['overview']['figures'], words: Words): ValueWords {
  const { t, format } = words;
  const { failureRate, serviceFaults, calls } = figures;
  const counts = t('summary.fewCalls', {
    count: calls?.value ?? 0,
    failed: format.exact(serviceFaults?.value ?? 0),
    calls: format.exact(calls?.value ?? 0),
  });
  if (!failureRate) return notMeasured(words);
  if (failureRate.change.kind === 'lowVolume') {
    return { value: counts, shown: counts, exact: counts };
  }
  if (failureRate.value === null) {
    const text = t('summary.noRate');
    return { value: text, shown: text, exact: counts };
  }
  const formatted = formatFigure('failureRate', failureRate.value, format);
  return {
    value: t('summary.failureRate', { formatted }),
    shown: t('summary.failureRate', { formatted: <strong>{formatted}</strong> }),
    exact: counts,
  };
}
