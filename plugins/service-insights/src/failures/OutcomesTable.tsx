import type { Envelope, InsightData, Point } from 'backstage-plugin-service-insights-common';
import { tableHeightPx } from '../parts/ChartFigure';
import { DataTable, type DataRow } from '../parts/DataTable';
import { PointName } from '../parts/PointName';
import { useWords, type Words } from '../translation/useWords';
import { shareOfCalls } from './outcomeLines';

/** The same points as the chart, with counts beside the shares. */
export function OutcomesTable(props: { data: InsightData['failures']; meta: Envelope }) {
  const { data, meta } = props;
  const words = useWords();
  const { t, format } = words;
  const rows: DataRow[] = data.series.map(point => ({
    key: point.at,
    header: <PointName at={point.at} grain={data.grain} meta={meta} />,
    cells: [
      point.calls === null ? t('chart.missing') : format.exact(point.calls),
      cell(point.serviceFaults, point, words),
      cell(point.callerFaults, point, words),
      cell(point.throttled, point, words),
    ],
  }));
  return (
    <DataTable
      caption={t(`failures.caption.${data.grain}`, { period: format.period(meta.period) })}
      rowHeader={t(`chart.grain.${data.grain}`)}
      columns={[
        { key: 'calls', header: t('failures.calls') },
        { key: 'serviceFaults', header: t('definition.serviceFaults.name') },
        { key: 'callerFaults', header: t('definition.callerFaults.name') },
        { key: 'throttled', header: t('definition.throttled.name') },
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
