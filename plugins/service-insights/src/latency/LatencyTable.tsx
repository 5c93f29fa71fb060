import type { Envelope, InsightData } from 'backstage-plugin-service-insights-common';
import { tableHeightPx } from '../parts/ChartFigure';
import { DataTable } from '../parts/DataTable';
import { PointName } from '../parts/PointName';
import { useWords } from '../translation/useWords';
import { percentiles } from './percentiles';

/** The same points as the chart, and the 95th percentile of the period before. */
export function LatencyTable(props: { data: InsightData['latency']; meta: Envelope }) {
  const { t, format } = useWords();
  const duration = (value: number | null) => (value === null ? '–' : format.duration(value));
  return (
    <DataTable
      caption={t('latency.caption', { period: format.period(props.meta.period) })}
      rowHeader={t(`chart.grain.${props.data.grain}`)}
      columns={[
        ...percentiles.map(({ metric }) => ({
          key: metric,
          header: t(`definition.${metric}.name`),
        })),
        { key: 'previous', header: t('latency.previous') },
      ]}
      rows={props.data.series.map(point => ({
        key: point.at,
        header: <PointName at={point.at} grain={props.data.grain} meta={props.meta} />,
        cells: [
          ...percentiles.map(({ metric }) => duration(point[metric])),
          duration(point.previousP95DurationMs),
        ],
      }))}
      maxHeightPx={tableHeightPx}
    />
  );
}
