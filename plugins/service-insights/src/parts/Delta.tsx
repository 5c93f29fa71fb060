import { RiArrowDownFill, RiArrowUpFill } from '@remixicon/react';
import { VisuallyHidden } from '@backstage/ui';
import type { Figure, MetricName } from 'backstage-plugin-service-insights-common';
import { describeChange } from '../format/describeChange';
import { useWords } from '../translation/useWords';
import styles from './Delta.module.css';

const toneClass = { good: styles.good, bad: styles.bad, neutral: '' } as const;

/** How a figure moved: an arrow, a sign and a colour for the eye, whole sentences for the ear. */
export function Delta(props: { metric: MetricName; figure: Figure; comparison?: string }) {
  const words = describeChange(props.metric, props.figure, useWords());
  if (!words) return null;
  const { arrow, tone, text, spoken } = words;
  return (
    <div className={`${styles.delta} ${toneClass[tone]}`}>
      <VisuallyHidden>{[spoken, props.comparison].filter(Boolean).join(' ')}</VisuallyHidden>
      {arrow === 'up' && <RiArrowUpFill size={12} aria-hidden />}
      {arrow === 'down' && <RiArrowDownFill size={12} aria-hidden />}
      <span aria-hidden>{text}</span>
    </div>
  );
}
