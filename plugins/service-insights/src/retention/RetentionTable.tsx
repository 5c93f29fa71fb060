import type { Retention } from 'backstage-plugin-service-insights-common';
import { DataTable, type DataRow } from '../parts/DataTable';
import section from '../parts/section.module.css';
import { useWords } from '../translation/useWords';
import { RetentionCell } from './RetentionCell';

/** Which of the two: active in that interval, or in that one or any later. */
export type RetentionKind = 'exact' | 'unbounded';

const mostHeightPx = 420;

/** A row per cohort and the weighted average below; what may still rise is marked, what cannot be known yet is a dot. */
export function RetentionTable(props: { data: Retention; kind: RetentionKind }) {
  const { data, kind } = props;
  const { t, format } = useWords();
  const intervals = Array.from({ length: data.intervals }, (_, index) => index);
  const rows: DataRow[] = data.cohorts.map(cohort => ({
    key: cohort.from,
    header: `${format.day(cohort.from)}${cohort.leftCensored ? ' *' : ''}`,
    cells: [
      format.exact(cohort.size),
      ...intervals.map(index => <RetentionCell cell={cohort[kind][index] ?? null} />),
    ],
  }));
  rows.push({
    key: 'average',
    header: <strong>{t('retention.average')}</strong>,
    cells: [
      format.exact(data.cohorts.reduce((sum, { size }) => sum + size, 0)),
      ...intervals.map(index => {
        const average = data.average[kind][index];
        return (
          <RetentionCell
            cell={average ? { rate: average.rate, active: null, provisional: false } : null}
            title={
              average
                ? t('retention.averageOf', {
                    count: average.cohorts,
                    customers: format.exact(average.customers),
                  })
                : undefined
            }
          />
        );
      }),
    ],
  });
  return (
    <div>
      <DataTable
        caption={t(`retention.caption.${kind}`)}
        rowHeader={t(`retention.cohort.${data.interval}`)}
        columns={[
          { key: 'size', header: t('retention.size') },
          ...intervals.map(index => ({
            key: String(index),
            header: t(`retention.interval.${data.interval}`, { number: String(index) }),
          })),
        ]}
        rows={rows}
        maxHeightPx={mostHeightPx}
      />
      <p className={section.text}>
        {t('retention.legend')}
        {data.cohorts.some(({ leftCensored }) => leftCensored) && ` ${t('retention.censored')}`}
      </p>
    </div>
  );
}
