import type { Envelope, InsightData, Point } from 'backstage-plugin-service-insights-common';
import type { ChartRow } from '../charts/chartRows';
import { LazyLinesChart } from '../charts/lazyCharts';
import { summariseSeries } from '../format/summariseSeries';
import { ChartFigure } from '../parts/ChartFigure';
import type { LegendEntry } from '../parts/ChartLegend';
import { useWords, type Words } from '../translation/useWords';
import type { Measure } from './MeasureToggle';

type Usage = InsightData['usage'];

const previousDash = '4 4';

/** What a point says of a measure: in this period, and in the one before. */
const valuesOf: Record<Measure, (point: Point) => Record<'current' | 'previous', number | null>> = {
  calls: ({ calls, previousCalls }) => ({ current: calls, previous: previousCalls }),
  customers: ({ activeCustomers, previousActiveCustomers }) => ({
    current: activeCustomers,
    previous: previousActiveCustomers,
  }),
};

/** Calls or customers per day, with the period before behind them and the running day as a ring. */
export function UsageChart(props: { data: Usage; meta: Envelope; measure: Measure }) {
  const { data, meta, measure } = props;
  const words = useWords();
  const { t, format } = words;
  const rows = rowsOf(data.series, meta.inProgress, measure);
  return (
    <ChartFigure
      name={t('usage.title')}
      summary={summaryOf(data, meta, measure, words)}
      legend={legendOf(rows, words)}
    >
      <LazyLinesChart
        label={t('usage.title')}
        rows={rows}
        lines={[
          {
            key: 'previous',
            label: t('chart.previous'),
            color: 'var(--si-previous)',
            width: 1.5,
            dash: previousDash,
          },
          { key: 'current', label: t('chart.current'), color: 'var(--si-usage)', width: 2 },
        ]}
        running={{ label: t('chart.running'), color: 'var(--si-usage)' }}
        missingLabel={t('chart.missing')}
        formatAt={format.point}
        formatAxis={format.compact}
        formatValue={format.exact}
      />
    </ChartFigure>
  );
}

/** The running day comes after the series, and belongs to none of its lines. Its customers are not known yet. */
function rowsOf(
  series: readonly Point[],
  inProgress: Envelope['inProgress'],
  measure: Measure,
): ChartRow[] {
  const rows = series.map(point => ({
    at: point.at,
    isMissing: point.calls === null,
    running: null,
    values: valuesOf[measure](point),
  }));
  if (!inProgress || measure !== 'calls') return rows;
  return [...rows, { at: inProgress.day, isMissing: false, running: inProgress.calls, values: {} }];
}

function legendOf(rows: readonly ChartRow[], { t }: Words): LegendEntry[] {
  const entries: LegendEntry[] = [
    { label: t('chart.current'), color: 'var(--si-usage)', mark: { kind: 'line' } },
    {
      label: t('chart.previous'),
      color: 'var(--si-previous)',
      mark: { kind: 'line', dash: previousDash, width: 1.5 },
    },
  ];
  if (rows.some(({ isMissing }) => isMissing)) {
    entries.push({
      label: t('chart.missing'),
      color: 'var(--si-missing)',
      mark: { kind: 'area', pattern: 'rising' },
    });
  }
  if (rows.some(({ running }) => running !== null)) {
    entries.push({ label: t('chart.running'), color: 'var(--si-usage)', mark: { kind: 'ring' } });
  }
  return entries;
}

function summaryOf(
  { series }: Usage,
  { period }: Envelope,
  measure: Measure,
  { t, format }: Words,
): string {
  const range = format.period(period);
  const summary = summariseSeries(series, point => valuesOf[measure](point).current);
  if (!summary) return t('usage.chartEmpty', { period: range });
  const extremes = {
    period: range,
    most: format.exact(summary.most),
    mostDay: format.point(summary.mostAt),
    least: format.exact(summary.least),
    leastDay: format.point(summary.leastAt),
  };
  // Customers of different days are no sum: many of them are the same.
  return measure === 'calls'
    ? t('usage.chartCalls', { ...extremes, total: format.exact(summary.total) })
    : t('usage.chartCustomers', extremes);
}
