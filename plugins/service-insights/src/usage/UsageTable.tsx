import type { Envelope, InsightData } from 'backstage-plugin-service-insights-common';
import { tableHeightPx } from '../parts/ChartFigure';
import { DataTable, type DataRow } from '../parts/DataTable';
import { PointName } from '../parts/PointName';
import { useWords, type Words } from '../translation/useWords';

/** The same points as the chart, to the last call. */
export function UsageTable(props: { data: InsightData['usage']; meta: Envelope }) {
  const { data, meta } = props;
  const words = useWords();
  const { t, format } = words;
  const hasCustomers = data.subject.bound.customer && data.grain === 'day';
  const columns = [
    { key: 'calls', header: t('usage.calls') },
    { key: 'previous', header: t('usage.previous') },
    { key: 'change', header: t('usage.change') },
    ...(hasCustomers ? [{ key: 'customers', header: t('usage.customers') }] : []),
  ];
  const count = (value: number | null) => (value === null ? '–' : format.exact(value));
  const rows: DataRow[] = data.series.map(point => ({
    key: point.at,
    header: <PointName at={point.at} grain={data.grain} meta={meta} />,
    cells: [
      point.calls === null ? t('chart.missing') : format.exact(point.calls),
      count(point.previousCalls),
      changeOf(point.calls, point.previousCalls, words),
      ...(hasCustomers ? [count(point.activeCustomers)] : []),
    ],
  }));
  if (meta.inProgress && data.grain === 'day') {
    const { day, calls } = meta.inProgress;
    rows.push({
      key: day,
      header: `${format.point(day)} (${t('chart.running')})`,
      cells: [format.exact(calls), '–', '–', ...(hasCustomers ? ['–'] : [])],
    });
  }
  return (
    <DataTable
      caption={t(`usage.caption.${data.grain}`, { period: format.period(meta.period) })}
      rowHeader={t(`chart.grain.${data.grain}`)}
      columns={columns}
      rows={rows}
      maxHeightPx={tableHeightPx}
    />
  );
}

function changeOf(calls: number | null, previous: number | null, { format }: Words): string {
  if (calls === null || previous === null || previous === 0) return '–';
  return format.signedPercent(calls / previous - 1);
}
