import styles from './Sparkline.module.css';
import { linePath } from './linePath';

const width = 120;
const height = 32;

/**
 * A line without axes. It says nothing that the figure beside it does not, and is therefore hidden from assistive
 * technology.
 *
 * @param values - one per day; null is a day without data and leaves a gap
 * @param previous - the period before, day by day, drawn thin and dashed behind
 */
export function Sparkline(props: {
  values: readonly (number | null)[];
  previous?: readonly (number | null)[];
  tone: 'usage' | 'adoption' | 'failures';
}) {
  const { values, previous = [] } = props;
  const top = Math.max(0, ...[...values, ...previous].filter(value => value !== null));
  const size = { width, height, top };
  return (
    <svg
      className={`${styles.sparkline} ${styles[props.tone]}`}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      aria-hidden
    >
      {previous.length > 0 && <path className={styles.previous} d={linePath(previous, size)} />}
      <path className={styles.current} d={linePath(values, size)} />
    </svg>
  );
}
