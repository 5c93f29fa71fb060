import type { Envelope, InsightData } from 'backstage-plugin-service-insights-common';
import { LazyLinesChart } from '../charts/lazyCharts';
import { markLegend } from '../charts/markLegend';
import { marksOf } from '../charts/marksOf';
import { rowOf } from '../charts/rowOf';
import { nameOfPoint, shortNameOfPoint } from '../format/nameOfPoint';
import { summariseSeries } from '../format/summariseSeries';
import { ChartFigure } from '../parts/ChartFigure';
import type { LegendEntry } from '../parts/ChartLegend';
import { usePickPoint } from '../parts/SectionChoices';
import { useWords, type Words } from '../translation/useWords';
import { outcomeLines, shareOfCalls } from './outcomeLines';

type Failures = InsightData['failures'];

/** The share of calls that ended badly, by whose fault it was. */
export function OutcomesChart(props: { data: Failures; meta: Envelope }) {
  const { data, meta } = props;
  const { series, grain } = data;
  const words = useWords();
  const { t, format } = words;
  const lines = outcomeLines(words);
  const onPick = usePickPoint(meta, grain);
  const marks = marksOf(
    meta,
    series.map(({ at }) => at),
    words,
  );
  const rows = series.map(point =>
    rowOf(
      point,
      {
        serviceFaults: shareOfCalls(point.serviceFaults, point),
        callerFaults: shareOfCalls(point.callerFaults, point),
        throttled: shareOfCalls(point.throttled, point),
      },
      point.calls === null,
    ),
  );
  const legend = lines
    .map(({ label, color, width, dash }): LegendEntry => ({
      label,
      color,
      mark: { kind: 'line', width, dash },
    }))
    .reverse()
    .concat(markLegend(rows, 'var(--si-service-fault)', words));
  return (
    <ChartFigure
      name={t('failures.title')}
      summary={summaryOf(data, meta, words)}
      marks={marks}
      legend={legend}
    >
      <LazyLinesChart
        label={t('failures.title')}
        rows={rows}
        lines={lines}
        missingLabel={t('chart.missing')}
        marks={marks}
        onPick={onPick}
        formatAt={at => shortNameOfPoint(at, grain, words)}
        nameAt={at => nameOfPoint(at, grain, words)}
        formatAxis={format.share}
        formatValue={format.share}
      />
    </ChartFigure>
  );
}

function summaryOf({ series, grain }: Failures, { period }: Envelope, words: Words): string {
  const { t, format } = words;
  const range = format.period(period);
  const summary = summariseSeries(series, point => shareOfCalls(point.serviceFaults, point));
  if (!summary) return t('usage.chartEmpty', { period: range });
  return t(`failures.chart.${grain}`, {
    period: range,
    most: format.share(summary.most),
    mostDay: shortNameOfPoint(summary.mostAt, grain, words),
    least: format.share(summary.least),
    leastDay: shortNameOfPoint(summary.leastAt, grain, words),
  });
}
