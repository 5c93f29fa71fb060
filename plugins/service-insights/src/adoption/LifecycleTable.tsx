import type { Envelope, InsightData } from 'backstage-plugin-service-insights-common';
import { tableHeightPx } from '../parts/ChartFigure';
import { DataTable } from '../parts/DataTable';
import { NarrowButton } from '../parts/NarrowButton';
import { useWords } from '../translation/useWords';

/** The same weeks as the chart, customer by customer. */
export function LifecycleTable(props: { data: InsightData['adoption']; meta: Envelope }) {
  const { t, format } = useWords();
  return (
    <DataTable
      caption={t('adoption.caption', { period: format.period(props.meta.period) })}
      rowHeader={t('adoption.week')}
      columns={[
        { key: 'active', header: t('adoption.active') },
        { key: 'returning', header: t('definition.returningCustomers.name') },
        { key: 'new', header: t('definition.newCustomers.name') },
        { key: 'resurrected', header: t('definition.resurrectedCustomers.name') },
        { key: 'dormant', header: t('definition.dormantCustomers.name') },
      ]}
      rows={props.data.lifecycle.map(week => ({
        key: week.from,
        header: (
          <NarrowButton
            name={format.period(week)}
            by={{ days: { from: week.from, to: week.to } }}
          />
        ),
        cells: [week.active, week.returning, week.new, week.resurrected, week.dormant].map(
          format.exact,
        ),
      }))}
      maxHeightPx={tableHeightPx}
    />
  );
}
