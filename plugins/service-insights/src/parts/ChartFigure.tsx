import { Suspense, type ReactNode } from 'react';
import { Skeleton } from '@backstage/ui';
import { ChartLegend, type LegendEntry } from './ChartLegend';
import styles from './ChartFigure.module.css';
import { useDismissal } from './useDismissal';

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
  const [isDismissed, recall] = useDismissal();
  return (
    <figure
      className={`${styles.figure} ${isDismissed ? styles.dismissed : ''}`}
      aria-label={props.summary}
      data-chart={props.name}
      onPointerMove={isDismissed ? recall : undefined}
      onFocus={isDismissed ? recall : undefined}
    >
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
