import type { Envelope, InsightData } from 'backstage-plugin-service-insights-common';
import { LazyLinesChart } from '../charts/lazyCharts';
import { legendOfLines } from '../charts/legendOfLines';
import { markLegend } from '../charts/markLegend';
import { marksOf } from '../charts/marksOf';
import { rowOf } from '../charts/rowOf';
import { nameOfPoint, shortNameOfPoint } from '../format/nameOfPoint';
import { summariseSeries } from '../format/summariseSeries';
import { ChartFigure } from '../parts/ChartFigure';
import { usePickPoint } from '../parts/SectionChoices';
import { shownOf, useSeriesChoice } from '../parts/SeriesChoice';
import { useWords } from '../translation/useWords';
import { percentiles } from './percentiles';

/** Percentiles over time. */
export function LatencyChart(props: { data: InsightData['latency']; meta: Envelope }) {
  const { data, meta } = props;
  const words = useWords();
  const { t, format } = words;
  const { series, grain } = data;
  const onPick = usePickPoint(meta, grain);
  const choice = useSeriesChoice();
  const marks = marksOf(
    meta,
    series.map(({ at }) => at),
    words,
  );
  const rows = series.map(point =>
    rowOf(
      point,
      {
        p50DurationMs: point.p50DurationMs,
        p90DurationMs: point.p90DurationMs,
        p95DurationMs: point.p95DurationMs,
        p99DurationMs: point.p99DurationMs,
      },
      point.timedCalls === null,
    ),
  );
  const lines = percentiles.map(({ metric, ...look }) => ({
    key: metric,
    label: t(`definition.${metric}.name`),
    ...look,
  }));
  const period = format.period(meta.period);
  const summary = summariseSeries(series, point => point.p95DurationMs);
  return (
    <ChartFigure
      name={t('latency.title')}
      summary={
        summary
          ? t(`latency.chart.${grain}`, {
              period,
              most: format.duration(summary.most),
              mostDay: shortNameOfPoint(summary.mostAt, grain, words),
              least: format.duration(summary.least),
              leastDay: shortNameOfPoint(summary.leastAt, grain, words),
            })
          : t('usage.chartEmpty', { period })
      }
      marks={marks}
      legend={[...legendOfLines(lines), ...markLegend(rows, 'var(--si-returning)', words)]}
      choice={choice}
    >
      <LazyLinesChart
        label={t('latency.title')}
        rows={rows}
        lines={shownOf(lines, choice)}
        missingLabel={t('chart.missing')}
        marks={marks}
        onPick={onPick}
        formatAt={at => shortNameOfPoint(at, grain, words)}
        nameAt={at => nameOfPoint(at, grain, words)}
        formatAxis={format.duration}
        formatValue={format.duration}
      />
    </ChartFigure>
  );
}
