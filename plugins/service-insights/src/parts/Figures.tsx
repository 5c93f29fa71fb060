import type { Figure, MetricName } from 'backstage-plugin-service-insights-common';
import type { ReactNode } from 'react';
import { formatExactFigure, formatFigure } from '../format/formatFigure';
import { useWords } from '../translation/useWords';
import type { DefinedMetric } from './definedMetrics';
import { Delta } from './Delta';
import styles from './Figures.module.css';
import { MetricLabel } from './MetricLabel';

/** Figures side by side, the first of them the one the section is about. */
export function Figures(props: { children: ReactNode }) {
  return <div className={styles.figures}>{props.children}</div>;
}

/**
 * A figure with its definition behind its name and its change beside its value.
 *
 * @param value - what is shown instead of the plain value, as counts instead of a rate of few calls
 */
export function FigureBlock(props: {
  metric: Extract<DefinedMetric, MetricName>;
  figure: Figure;
  comparison?: string;
  value?: string;
}) {
  const { metric, figure, comparison } = props;
  const { format } = useWords();
  const exact = formatExactFigure(metric, figure.value, format);
  return (
    <div className={styles.figure}>
      <MetricLabel metric={metric} />
      <div className={styles.line}>
        <span className={styles.value} title={exact}>
          {props.value ?? formatFigure(metric, figure.value, format)}
        </span>
        <Delta metric={metric} figure={figure} comparison={comparison} />
      </div>
    </div>
  );
}
