import { ButtonIcon, DialogTrigger, Popover } from '@backstage/ui';
import { RiInformationLine } from '@remixicon/react';
import type { Envelope, Subject } from 'backstage-plugin-service-insights-common';
import type { ReactNode } from 'react';
import { describeComparison } from '../format/describeComparison';
import { describeData } from '../envelope/describeData';
import type { EnvelopeWords } from '../envelope/describeEnvelope';
import { useWords } from '../translation/useWords';
import styles from './DataFooter.module.css';

/** Through which day, how complete, by which definition: the last line of every card. */
export function DataFooter(props: {
  meta: Envelope;
  subject?: Subject;
  words: EnvelopeWords;
  children?: ReactNode;
}) {
  const words = useWords();
  const { t } = words;
  const { through, completeness, further } = props.words;
  const comparison = describeComparison(props.meta, words);
  return (
    <div className={styles.footer}>
      <div className={styles.data}>
        {through && (
          <span>
            <time dateTime={through.day} className={through.late ? styles.late : undefined}>
              {through.text}
            </time>{' '}
            ({t('data.utcDays')})
          </span>
        )}
        {completeness && <span>· {completeness}</span>}
        {completeness && comparison && <span>· {comparison.text}</span>}
        <DialogTrigger>
          <ButtonIcon
            className={styles.details}
            size="small"
            variant="tertiary"
            icon={<RiInformationLine size={16} />}
            aria-label={t('data.details')}
          />
          <Popover>
            <ul className={styles.more}>
              {[...further, ...describeData(props.meta, props.subject, words)].map(text => (
                <li key={text}>{text}</li>
              ))}
            </ul>
          </Popover>
        </DialogTrigger>
      </div>
      {props.children}
    </div>
  );
}
