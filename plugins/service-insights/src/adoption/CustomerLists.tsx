import type { InsightData } from 'backstage-plugin-service-insights-common';
import { DataTable } from '../parts/DataTable';
import { NarrowButton } from '../parts/NarrowButton';
import section from '../parts/section.module.css';
import { useWords } from '../translation/useWords';

const mostRows = 5;

/** Who left, and who came: by name, as far as names may be shown. */
export function CustomerLists(props: { data: InsightData['adoption'] }) {
  const { goneQuiet, newest } = props.data;
  const { t, format } = useWords();
  return (
    <div className={section.columns}>
      {goneQuiet.length > 0 && (
        <DataTable
          caption={t('adoption.goneQuiet')}
          rowHeader={t('adoption.customer')}
          columns={[{ key: 'calls', header: t('adoption.previousCalls') }]}
          rows={goneQuiet.slice(0, mostRows).map(({ customer, previousCalls }) => ({
            key: customer,
            header: <NarrowButton name={customer} by={{ customer }} />,
            cells: [format.exact(previousCalls)],
          }))}
        />
      )}
      {newest.length > 0 && (
        <DataTable
          caption={t('adoption.newest')}
          rowHeader={t('adoption.customer')}
          columns={[
            { key: 'day', header: t('adoption.firstDay') },
            { key: 'calls', header: t('adoption.calls') },
          ]}
          rows={newest.slice(0, mostRows).map(({ customer, firstDay, calls }) => ({
            key: customer,
            header: <NarrowButton name={customer} by={{ customer }} />,
            cells: [format.day(firstDay), format.exact(calls)],
          }))}
        />
      )}
    </div>
  );
}
