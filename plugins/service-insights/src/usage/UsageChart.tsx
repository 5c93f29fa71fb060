import type { Envelope, InsightData, Point } from 'backstage-plugin-service-insights-common';
import type { ChartRow } from '../charts/chartRows';
import { LazyLinesChart } from '../charts/lazyCharts';
import { summariseSeries } from '../format/summariseSeries';
import { ChartFigure } from '../parts/ChartFigure';
import type { LegendEntry } from '../parts/ChartLegend';
import { useWords, type Words } from '../translation/useWords';

const previousDash = '4 4';

/** Calls per day, with the period before behind them and the running day as a ring. */
export function UsageChart(props: { data: InsightData['usage']; meta: Envelope }) {
  const { series } = props.data;
  const { inProgress } = props.meta;
  const words = useWords();
  const { t, format } = words;
  const lines = [
    {
      key: 'previous',
      label: t('chart.previous'),
      color: 'var(--si-previous)',
      width: 1.5,
      dash: previousDash,
    },
    { key: 'current', label: t('chart.current'), color: 'var(--si-usage)', width: 2 },
  ];
  const running = { label: t('chart.running'), color: 'var(--si-usage)' };
  return (
    <ChartFigure
      summary={summaryOf(props.data, props.meta, words)}
      legend={legendOf(
        { isMissing: series.some(isMissing), isRunning: inProgress !== null },
        words,
      )}
    >
      <LazyLinesChart
        rows={rowsOf(series, inProgress)}
        lines={lines}
        running={running}
        missingLabel={t('chart.missing')}
        formatAt={format.point}
        formatAxis={format.compact}
        formatValue={format.exact}
      />
    </ChartFigure>
  );
}

function isMissing({ calls }: Point): boolean {
  return calls === null;
}

/** The running day comes after the series, and belongs to none of its lines. */
function rowsOf(series: readonly Point[], inProgress: Envelope['inProgress']): ChartRow[] {
  const rows = series.map(point => ({
    at: point.at,
    isMissing: isMissing(point),
    running: null,
    values: { current: point.calls, previous: point.previousCalls },
  }));
  if (!inProgress) return rows;
  return [...rows, { at: inProgress.day, isMissing: false, running: inProgress.calls, values: {} }];
}

function legendOf(
  { isMissing: missing, isRunning }: { isMissing: boolean; isRunning: boolean },
  { t }: Words,
): LegendEntry[] {
  const entries: LegendEntry[] = [
    { label: t('chart.current'), color: 'var(--si-usage)', mark: { kind: 'line' } },
    {
      label: t('chart.previous'),
      color: 'var(--si-previous)',
      mark: { kind: 'line', dash: previousDash, width: 1.5 },
    },
  ];
  if (missing) {
    entries.push({
      label: t('chart.missing'),
      color: 'var(--si-missing)',
      mark: { kind: 'area', pattern: 'rising' },
    });
  }
  if (isRunning) {
    entries.push({ label: t('chart.running'), color: 'var(--si-usage)', mark: { kind: 'ring' } });
  }
  return entries;
}

function summaryOf(
  { series }: InsightData['usage'],
  { period }: Envelope,
  { t, format }: Words,
): string {
  const range = format.period(period);
  const summary = summariseSeries(series, ({ calls }) => calls);
  if (!summary) return t('usage.chartEmpty', { period: range });
  return t('usage.chartCalls', {
    period: range,
    total: format.exact(summary.total),
    most: format.exact(summary.most),
    mostDay: format.point(summary.mostAt),
    least: format.exact(summary.least),
    leastDay: format.point(summary.leastAt),
  });
}
