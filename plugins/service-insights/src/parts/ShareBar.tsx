import styles from './ShareBar.module.css';

/** A share as a bar before its words. */
export function ShareBar(props: { share: number; text: string; tone?: 'usage' | 'failures' }) {
  const width = `${Math.min(100, Math.max(0, props.share * 100))}%`;
  return (
    <span className={styles.bar}>
      <span className={styles.track} aria-hidden>
        <span className={`${styles.fill} ${styles[props.tone ?? 'usage']}`} style={{ width }} />
      </span>
      <span className={styles.text}>{props.text}</span>
    </span>
  );
}
