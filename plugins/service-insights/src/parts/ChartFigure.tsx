import { Suspense, type ReactNode } from 'react';
import { Skeleton } from '@backstage/ui';
import { ChartLegend, type LegendEntry } from './ChartLegend';
import styles from './ChartFigure.module.css';

/** The height of every chart. */
const chartHeightPx = 220;

/** The height of the table in its place: the chart's, with its legend. */
export const tableHeightPx = 244;

/**
 * The place of a chart, which is loaded when it is first needed.
 *
 * @param name - what the chart is called, in pictures of it
 * @param summary - what the chart shows, in words: its accessible name
 */
export function ChartFigure(props: {
  name: string;
  summary: string;
  legend: readonly LegendEntry[];
  children: ReactNode;
}) {
  return (
    <figure className={styles.figure} aria-label={props.summary}>
      <div style={{ height: chartHeightPx }}>
        <Suspense
          fallback={<Skeleton width="100%" height={chartHeightPx} className={styles.skeleton} />}
        >
          {props.children}
        </Suspense>
      </div>
      <ChartLegend entries={props.legend} />
    </figure>
  );
}
