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
import { shownOf } from '../parts/SeriesChoice';
import { useWords, type Words } from '../translation/useWords';
import { failureOf, failureOutcomes, metricOf, type FailureOutcome } from './FailureOutcome';
import { outcomeLines, shareOfCalls } from './outcomeLines';

type Failures = InsightData['failures'];

/** The share of calls that ended badly, by whose fault it was. */
export function OutcomesChart(props: {
  data: Failures;
  meta: Envelope;
  outcome: FailureOutcome | undefined;
  onOutcome(outcome: FailureOutcome | undefined): void;
}) {
  const { data, meta, outcome, onOutcome } = props;
  const { series, grain } = data;
  const words = useWords();
  const { t, format } = words;
  const lines = outcomeLines(words);
  const onPick = usePickPoint(meta, grain);
  const choice = {
    only: outcome,
    show: (only: string | undefined) => onOutcome(failureOf(only)),
  };
  const marks = marksOf(
    meta,
    series.map(({ at }) => at),
    words,
  );
  const rows = series.map(point =>
    rowOf(
      point,
      Object.fromEntries(
        failureOutcomes.map(failure => [failure, shareOfCalls(point[metricOf[failure]], point)]),
      ),
      point.calls === null,
    ),
  );
  const legend = [
    ...legendOfLines(lines).reverse(),
    ...markLegend(rows, 'var(--si-service-fault)', words),
  ];
  return (
    <ChartFigure
      name={t('failures.title')}
      summary={summaryOf(data, meta, outcome ?? 'service_fault', words)}
      marks={marks}
      legend={legend}
      choice={choice}
    >
      <LazyLinesChart
        label={t('failures.title')}
        rows={rows}
        lines={shownOf(lines, choice)}
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

function summaryOf(
  { series, grain }: Failures,
  { period }: Envelope,
  outcome: FailureOutcome,
  words: Words,
): string {
  const { t, format } = words;
  const range = format.period(period);
  const summary = summariseSeries(series, point => shareOfCalls(point[metricOf[outcome]], point));
  if (!summary) return t('usage.chartEmpty', { period: range });
  return t(`failures.chart.${grain}`, {
    period: range,
    outcome: t(`definition.${metricOf[outcome]}.name`),
    most: format.share(summary.most),
    mostDay: shortNameOfPoint(summary.mostAt, grain, words),
    least: format.share(summary.least),
    leastDay: shortNameOfPoint(summary.leastAt, grain, words),
  });
}
