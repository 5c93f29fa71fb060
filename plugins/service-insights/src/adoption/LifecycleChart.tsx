import type { Envelope, InsightData } from 'backstage-plugin-service-insights-common';
import { LazyStackedBarsChart } from '../charts/lazyCharts';
import type { BarSegment } from '../charts/StackedBarsChart';
import { marksOf } from '../charts/marksOf';
import { ChartFigure } from '../parts/ChartFigure';
import { usePickPoint } from '../parts/SectionChoices';
import { shownOf, useSeriesChoice } from '../parts/SeriesChoice';
import { useWords, type Words } from '../translation/useWords';

type Adoption = InsightData['adoption'];

/** Customers per week: who stayed, came, came back, and went quiet. */
export function LifecycleChart(props: { data: Adoption; meta: Envelope }) {
  const words = useWords();
  const { format } = words;
  const segments = segmentsOf(words);
  const { data, meta } = props;
  const onPick = usePickPoint(meta, 'week');
  const choice = useSeriesChoice();
  const marks = marksOf(
    meta,
    data.lifecycle.map(({ from }) => from),
    words,
  );
  return (
    <ChartFigure
      name={words.t('adoption.title')}
      summary={summaryOf(data, meta, words)}
      marks={marks}
      legend={segments.map(({ key, label, color, pattern }) => ({
        label,
        color,
        mark: { kind: 'area', pattern },
        series: key,
      }))}
      choice={choice}
    >
      <LazyStackedBarsChart
        label={words.t('adoption.title')}
        rows={data.lifecycle.map(week => ({
          at: week.from,
          label: format.period(week),
          values: {
            returning: week.returning,
            new: week.new,
            resurrected: week.resurrected,
            dormant: week.dormant,
          },
        }))}
        segments={shownOf(segments, choice)}
        marks={marks}
        onPick={onPick}
        formatAt={format.point}
        formatValue={format.exact}
      />
    </ChartFigure>
  );
}

function segmentsOf({ t }: Words): BarSegment[] {
  return [
    {
      key: 'returning',
      label: t('definition.returningCustomers.name'),
      color: 'var(--si-returning)',
      pattern: 'solid',
      side: 'above',
    },
    {
      key: 'new',
      label: t('definition.newCustomers.name'),
      color: 'var(--si-new)',
      pattern: 'rising',
      side: 'above',
    },
    {
      key: 'resurrected',
      label: t('definition.resurrectedCustomers.name'),
      color: 'var(--si-resurrected)',
      pattern: 'dots',
      side: 'above',
    },
    {
      key: 'dormant',
      label: t('definition.dormantCustomers.name'),
      color: 'var(--si-dormant)',
      pattern: 'falling',
      side: 'below',
    },
  ];
}

function summaryOf({ lifecycle }: Adoption, { period }: Envelope, { t, format }: Words): string {
  const range = format.period(period);
  const last = lifecycle.at(-1);
  if (!last) return t('adoption.chartEmpty', { period: range });
  return t('adoption.chart', {
    period: range,
    active: format.exact(last.active),
    returning: format.exact(last.returning),
    new: format.exact(last.new),
    resurrected: format.exact(last.resurrected),
    dormant: format.exact(last.dormant),
  });
}
