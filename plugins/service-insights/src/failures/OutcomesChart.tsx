import type { Envelope, InsightData } from 'backstage-plugin-service-insights-common';
import { LazyLinesChart } from '../charts/lazyCharts';
import { summariseSeries } from '../format/summariseSeries';
import { ChartFigure } from '../parts/ChartFigure';
import type { LegendEntry } from '../parts/ChartLegend';
import { useWords, type Words } from '../translation/useWords';
import { outcomeLines, shareOfCalls } from './outcomeLines';

type Failures = InsightData['failures'];

/** The share of each day's calls that ended badly, by whose fault it was. */
export function OutcomesChart(props: { data: Failures; meta: Envelope }) {
  const { series } = props.data;
  const words = useWords();
  const { t, format } = words;
  const lines = outcomeLines(words);
  const legend: LegendEntry[] = lines
    .map(({ label, color, width, dash }): LegendEntry => ({
      label,
      color,
      mark: { kind: 'line', width, dash },
    }))
    .reverse();
  if (series.some(({ calls }) => calls === null)) {
    legend.push({
      label: t('chart.missing'),
      color: 'var(--si-missing)',
      mark: { kind: 'area', pattern: 'rising' },
    });
  }
  return (
    <ChartFigure
      name={t('failures.title')}
      summary={summaryOf(props.data, props.meta, words)}
      legend={legend}
    >
      <LazyLinesChart
        label={t('failures.title')}
        rows={series.map(point => ({
          at: point.at,
          isMissing: point.calls === null,
          running: null,
          values: {
            serviceFaults: shareOfCalls(point.serviceFaults, point),
            callerFaults: shareOfCalls(point.callerFaults, point),
            throttled: shareOfCalls(point.throttled, point),
          },
        }))}
        lines={lines}
        missingLabel={t('chart.missing')}
        formatAt={format.point}
        formatAxis={format.share}
        formatValue={format.share}
      />
    </ChartFigure>
  );
}

function summaryOf({ series }: Failures, { period }: Envelope, { t, format }: Words): string {
  const range = format.period(period);
  const summary = summariseSeries(series, point => shareOfCalls(point.serviceFaults, point));
  if (!summary) return t('usage.chartEmpty', { period: range });
  return t('failures.chart', {
    period: range,
    most: format.share(summary.most),
    mostDay: format.point(summary.mostAt),
    least: format.share(summary.least),
    leastDay: format.point(summary.leastAt),
  });
}
