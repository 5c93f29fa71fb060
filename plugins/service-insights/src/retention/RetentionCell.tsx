import { VisuallyHidden } from '@backstage/ui';
import type { CSSProperties } from 'react';
import { useWords } from '../translation/useWords';
import styles from './RetentionCell.module.css';

/**
 * A share of a cohort, on a ground that is the darker the higher it is.
 *
 * @param cell - nothing while there was not enough time; `active` is not known of an average
 */
export function RetentionCell(props: {
  cell: { rate: number; active: number | null; provisional: boolean } | null;
  title?: string;
}) {
  const { cell, title } = props;
  const { t, format } = useWords();
  if (!cell) {
    return (
      <span title={t('retention.notYet')}>
        <span aria-hidden>·</span>
        <VisuallyHidden>{t('retention.notYet')}</VisuallyHidden>
      </span>
    );
  }
  const text = format.wholeShare(cell.rate);
  const style: CSSProperties & Record<'--si-share', string> = {
    '--si-share': `${Math.round(cell.rate * 30)}%`,
  };
  return (
    <span
      className={`${styles.cell} ${cell.provisional ? styles.provisional : ''}`}
      style={style}
      title={title ?? (cell.active === null ? undefined : format.exact(cell.active))}
    >
      {cell.provisional ? (
        <>
          {text}
          <span aria-hidden>~</span>
          <VisuallyHidden>{t('retention.provisional')}</VisuallyHidden>
        </>
      ) : (
        text
      )}
    </span>
  );
}
