import type { ReactNode } from 'react';
import styles from './DataTable.module.css';

/** A column after the first, which heads its row. */
export type DataColumn = { key: string; header: string; align?: 'start' | 'end' };

/** A row: its heading, and one cell per column. */
export type DataRow = { key: string; header: ReactNode; cells: readonly ReactNode[] };

/**
 * A real table, with a caption and row headings: the twin of a chart, or a short ranking.
 *
 * @param caption - names the table
 * @param maxHeightPx - scrolls within this height; as high as it is when left out
 */
export function DataTable(props: {
  caption: string;
  rowHeader: string;
  columns: readonly DataColumn[];
  rows: readonly DataRow[];
  maxHeightPx?: number;
}) {
  const { caption, columns, rows, maxHeightPx } = props;
  const table = (
    <table className={styles.table}>
      <caption>{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{props.rowHeader}</th>
          {columns.map(({ key, header, align = 'end' }) => (
            <th key={key} scope="col" className={styles[align]}>
              {header}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(row => (
          <tr key={row.key}>
            <th scope="row">{row.header}</th>
            {row.cells.map((cell, index) => (
              <td key={columns[index].key} className={styles[columns[index].align ?? 'end']}>
                {cell}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
  if (maxHeightPx === undefined) return table;
  return (
    <div
      className={styles.scroll}
      style={{ maxHeight: `var(--si-table-height, ${maxHeightPx}px)` }}
      role="region"
      aria-label={caption}
      // What scrolls must be reachable by the keys that scroll it.
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
    >
      {table}
    </div>
  );
}
