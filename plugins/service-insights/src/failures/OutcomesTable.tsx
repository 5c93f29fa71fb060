import type { Envelope, InsightData, Point } from 'backstage-plugin-service-insights-common';
import { tableHeightPx } from '../parts/ChartFigure';
import { DataTable, type DataRow } from '../parts/DataTable';
import { PointName } from '../parts/PointName';
import { useWords, type Words } from '../translation/useWords';
import { failureOutcomes, metricOf, type FailureOutcome } from './FailureOutcome';
import { shareOfCalls } from './outcomeLines';

/** The same points as the chart, with counts beside the shares. */
export function OutcomesTable(props: {
  data: InsightData['failures'];
  meta: Envelope;
  outcome: FailureOutcome | undefined;
}) {
  const { data, meta, outcome } = props;
  const words = useWords();
  const { t, format } = words;
  const shown = outcome ? [outcome] : failureOutcomes;
  const rows: DataRow[] = data.series.map(point => ({
    key: point.at,
    header: <PointName at={point.at} grain={data.grain} meta={meta} />,
    cells: [
      point.calls === null ? t('chart.missing') : format.exact(point.calls),
      ...shown.map(failure => cell(point[metricOf[failure]], point, words)),
    ],
  }));
  return (
    <DataTable
      caption={t(`failures.caption.${data.grain}`, { period: format.period(meta.period) })}
      rowHeader={t(`chart.grain.${data.grain}`)}
      columns={[
        { key: 'calls', header: t('failures.calls') },
        ...shown.map(key => ({ key, header: t(`definition.${metricOf[key]}.name`) })),
      ]}
      rows={rows}
      maxHeightPx={tableHeightPx}
    />
  );
}

function cell(count: number | null, point: Point, { t, format }: Words): string {
  const share = shareOfCalls(count, point);
  if (count === null) return '–';
  if (share === null) return format.exact(count);
  return t('failures.countAndShare', {
    formatted: format.exact(count),
    share: format.share(share),
  });
}
