import { Suspense, type ReactNode } from 'react';
import { Skeleton } from '@backstage/ui';
import { ChartLegend, type LegendEntry } from './ChartLegend';
import styles from './ChartFigure.module.css';
import type { ChartMark } from '../charts/chartRows';
import type { SeriesChoice } from './SeriesChoice';
import { useWords } from '../translation/useWords';
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
 * @param marks - what is drawn across it, which its name says as well
 * @param choice - which series is shown alone; left out where there is one series
 */
export function ChartFigure(props: {
  name: string;
  summary: string;
  marks?: readonly ChartMark[];
  legend: readonly LegendEntry[];
  choice?: SeriesChoice;
  children: ReactNode;
}) {
  const [isDismissed, recall] = useDismissal();
  const { t, format } = useWords();
  const markNames = (props.marks ?? []).map(({ at, label }) =>
    t('chart.marked', { label, day: format.point(at) }),
  );
  return (
    <figure
      className={`${styles.figure} ${isDismissed ? styles.dismissed : ''}`}
      aria-label={[props.summary, ...markNames].join(' ')}
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
      <ChartLegend entries={props.legend} choice={props.choice} />
    </figure>
  );
}
