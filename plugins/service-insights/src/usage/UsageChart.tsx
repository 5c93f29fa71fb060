import type { Envelope, InsightData, Point } from 'backstage-plugin-service-insights-common';
import type { ChartLine, ChartRow } from '../charts/chartRows';
import { legendOfLines } from '../charts/legendOfLines';
import { markLegend } from '../charts/markLegend';
import { marksOf } from '../charts/marksOf';
import { rowOf } from '../charts/rowOf';
import { LazyLinesChart } from '../charts/lazyCharts';
import { nameOfPoint, shortNameOfPoint } from '../format/nameOfPoint';
import { summariseSeries } from '../format/summariseSeries';
import { ChartFigure } from '../parts/ChartFigure';
import type { LegendEntry } from '../parts/ChartLegend';
import { usePickPoint } from '../parts/SectionChoices';
import { shownOf, useSeriesChoice } from '../parts/SeriesChoice';
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

/** Calls or customers over time, with the period before behind them and the running day as a ring. */
export function UsageChart(props: { data: Usage; meta: Envelope; measure: Measure }) {
  const { data, meta, measure } = props;
  const words = useWords();
  const { t, format } = words;
  const { grain, series } = data;
  const rows = rowsOf(data, meta.inProgress, measure);
  const marks = marksOf(
    meta,
    series.map(({ at }) => at),
    words,
  );
  const onPick = usePickPoint(meta, grain);
  const choice = useSeriesChoice();
  return (
    <ChartFigure
      name={t('usage.title')}
      summary={summaryOf(data, meta, measure, words)}
      marks={marks}
      legend={legendOf(rows, words)}
      choice={choice}
    >
      <LazyLinesChart
        label={t('usage.title')}
        rows={rows}
        lines={shownOf(linesOf(words), choice)}
        running={
          choice.only === 'previous'
            ? undefined
            : { label: t('chart.running'), color: 'var(--si-usage)' }
        }
        missingLabel={t('chart.missing')}
        marks={marks}
        onPick={onPick}
        formatAt={at => shortNameOfPoint(at, grain, words)}
        nameAt={at => nameOfPoint(at, grain, words)}
        formatAxis={format.compact}
        formatValue={format.exact}
      />
    </ChartFigure>
  );
}

/**
 * The running day comes after the days of the series, and belongs to none of its lines. Its customers are not known yet.
 * A part of a day is no point beside whole weeks.
 */
function rowsOf(
  { series, grain }: Usage,
  inProgress: Envelope['inProgress'],
  measure: Measure,
): ChartRow[] {
  const rows = series.map(point => rowOf(point, valuesOf[measure](point), point.calls === null));
  if (!inProgress || measure !== 'calls' || grain !== 'day') return rows;
  const today = { at: inProgress.day, unfinished: false, missingDays: 0 };
  return [...rows, { ...rowOf(today, {}, false), running: inProgress.calls }];
}

function linesOf({ t }: Words): ChartLine[] {
  return [
    {
      key: 'previous',
      label: t('chart.previous'),
      color: 'var(--si-previous)',
      width: 1.5,
      dash: previousDash,
      isBefore: true,
    },
    { key: 'current', label: t('chart.current'), color: 'var(--si-usage)', width: 2 },
  ];
}

function legendOf(rows: readonly ChartRow[], words: Words): LegendEntry[] {
  return [
    ...legendOfLines(linesOf(words)).reverse(),
    ...markLegend(rows, 'var(--si-usage)', words),
  ];
}

function summaryOf(
  { series, grain }: Usage,
  { period }: Envelope,
  measure: Measure,
  words: Words,
): string {
  const { t, format } = words;
  const range = format.period(period);
  const summary = summariseSeries(series, point => valuesOf[measure](point).current);
  if (!summary) return t('usage.chartEmpty', { period: range });
  const extremes = {
    period: range,
    most: format.exact(summary.most),
    mostDay: shortNameOfPoint(summary.mostAt, grain, words),
    least: format.exact(summary.least),
    leastDay: shortNameOfPoint(summary.leastAt, grain, words),
  };
  // Customers of different days are no sum: many of them are the same.
  return measure === 'calls'
    ? t(`usage.chartCalls.${grain}`, { ...extremes, total: format.exact(summary.total) })
    : t(`usage.chartCustomers.${grain}`, extremes);
}
