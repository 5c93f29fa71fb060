import type { ReactNode } from 'react';
import styles from './ChartAndTable.module.css';
import type { ChartView } from './ViewToggle';

/** A chart, the table with the same numbers, or on paper both: paper has no switch. */
export function ChartAndTable(props: { view: ChartView; chart: ReactNode; table: ReactNode }) {
  const { view, chart, table } = props;
  return (
    <>
      {view !== 'table' && chart}
      {view !== 'chart' && (
        <div className={view === 'report' ? styles.whole : undefined}>{table}</div>
      )}
    </>
  );
}
