import type { ReactNode } from 'react';
import styles from './TooltipBox.module.css';

/** The box of a chart's tooltip. Tooltips of our own must announce themselves. */
export function TooltipBox(props: { title: string; children: ReactNode }) {
  return (
    <div className={styles.tooltip} role="status" aria-live="polite">
      <strong>{props.title}</strong>
      <ul>{props.children}</ul>
    </div>
  );
}
