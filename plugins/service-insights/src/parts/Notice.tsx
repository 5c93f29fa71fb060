import { RiErrorWarningLine, RiInformationLine } from '@remixicon/react';
import type { ReactNode } from 'react';
import styles from './Notice.module.css';

/**
 * The one line of a card that says what to think of its numbers. It is lower than BUI's Alert, so that a card keeps
 * its height.
 */
export function Notice(props: {
  tone: 'info' | 'warning';
  role: 'status' | 'alert';
  action?: ReactNode;
  children: ReactNode;
}) {
  const Icon = props.tone === 'warning' ? RiErrorWarningLine : RiInformationLine;
  return (
    <div
      role={props.role}
      className={`${styles.notice} ${props.tone === 'warning' ? styles.warning : ''}`}
    >
      <Icon size={16} aria-hidden />
      <span className={styles.text}>{props.children}</span>
      {props.action}
    </div>
  );
}
