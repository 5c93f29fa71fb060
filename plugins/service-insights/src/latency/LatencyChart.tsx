import type { Envelope, InsightData } from 'backstage-plugin-service-insights-common';
import { LazyLinesChart } from '../charts/lazyCharts';
import { summariseSeries } from '../format/summariseSeries';
import { ChartFigure } from '../parts/ChartFigure';
import { useWords } from '../translation/useWords';
import { percentiles } from './percentiles';

/** Percentiles over time. */
export function LatencyChart(props: { data: InsightData['latency']; meta: Envelope }) {
  const { data, meta } = props;
  const { t, format } = useWords();
  const lines = percentiles.map(({ metric, ...look }) => ({
    key: metric,
    label: t(`definition.${metric}.name`),
    ...look,
  }));
  const period = format.period(meta.period);
  const summary = summariseSeries(data.series, point => point.p95DurationMs);
  return (
    <ChartFigure
      name={t('latency.title')}
      summary={
        summary
          ? t('latency.chart', {
              period,
              most: format.duration(summary.most),
              mostDay: format.point(summary.mostAt),
              least: format.duration(summary.least),
              leastDay: format.point(summary.leastAt),
            })
          : t('usage.chartEmpty', { period })
      }
      legend={lines.map(({ label, color, width, dash }) => ({
        label,
        color,
        mark: { kind: 'line', width, dash },
      }))}
    >
      <LazyLinesChart
        label={t('latency.title')}
        rows={data.series.map(point => ({
          at: point.at,
          isMissing: point.timedCalls === null,
          running: null,
          values: {
            p50DurationMs: point.p50DurationMs,
            p90DurationMs: point.p90DurationMs,
            p95DurationMs: point.p95DurationMs,
            p99DurationMs: point.p99DurationMs,
          },
        }))}
        lines={lines}
        missingLabel={t('chart.missing')}
        formatAt={format.point}
        formatAxis={format.duration}
        formatValue={format.duration}
      />
    </ChartFigure>
  );
}
