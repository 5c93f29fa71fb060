import type { Retention } from 'backstage-plugin-service-insights-common';
import { LazyLinesChart } from '../charts/lazyCharts';
import { ChartFigure } from '../parts/ChartFigure';
import { useWords } from '../translation/useWords';
import type { RetentionKind } from './RetentionTable';

/** Whether one interval gets better from cohort to cohort; the table above has the same numbers. */
export function RetentionTrend(props: { data: Retention; kind: RetentionKind; at: number }) {
  const { data, kind, at } = props;
  const { t, format } = useWords();
  const label = t(`retention.trendOf.${data.interval}`, { number: String(at) });
  const rows = data.cohorts.map(cohort => ({
    at: cohort.from,
    isMissing: false,
    isPartial: false,
    isUnfinished: false,
    running: null,
    values: { share: cohort[kind][at]?.rate ?? null },
  }));
  const known = rows.flatMap(({ values }) => (values.share === null ? [] : [values.share]));
  return (
    <ChartFigure
      name={label}
      summary={
        known.length === 0
          ? t('retention.chartEmpty', { label })
          : t('retention.chart', {
              label,
              count: known.length,
              first: format.wholeShare(known[0]),
              last: format.wholeShare(known[known.length - 1]),
            })
      }
      legend={[{ label, color: 'var(--si-usage)', mark: { kind: 'line' } }]}
    >
      <LazyLinesChart
        label={label}
        rows={rows}
        lines={[{ key: 'share', label, color: 'var(--si-usage)', width: 2 }]}
        hasDots
        missingLabel={t('retention.notYet')}
        formatAt={format.point}
        formatAxis={format.wholeShare}
        formatValue={format.wholeShare}
      />
    </ChartFigure>
  );
}
