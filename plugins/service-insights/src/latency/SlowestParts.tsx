import type { InsightData } from 'backstage-plugin-service-insights-common';
import { DataTable } from '../parts/DataTable';
import { NarrowButton } from '../parts/NarrowButton';
import section from '../parts/section.module.css';
import { useWords } from '../translation/useWords';

const mostRows = 5;

/** The most called operations and regions with their durations. */
export function SlowestParts({ data }: { data: InsightData['latency'] }) {
  const { t, format } = useWords();
  const duration = (value: number | null) => (value === null ? '–' : format.duration(value));
  return (
    <div className={section.columns}>
      {(['operation', 'region'] as const).map(dimension => {
        const slices = dimension === 'operation' ? data.operations : data.regions;
        if (slices.length === 0) return null;
        return (
          <DataTable
            key={dimension}
            caption={t(`latency.by.${dimension}`)}
            rowHeader={t(`why.dimension.${dimension}`)}
            columns={[
              { key: 'p50', header: t('definition.p50DurationMs.name') },
              { key: 'p95', header: t('definition.p95DurationMs.name') },
              { key: 'before', header: t('latency.previous') },
            ]}
            rows={slices.slice(0, mostRows).map(slice => ({
              key: slice.name,
              header: <NarrowButton name={slice.name} by={{ [dimension]: slice.name }} />,
              cells: [
                duration(slice.p50DurationMs.value),
                duration(slice.p95DurationMs.value),
                duration(slice.p95DurationMs.previous),
              ],
            }))}
          />
        );
      })}
    </div>
  );
}
