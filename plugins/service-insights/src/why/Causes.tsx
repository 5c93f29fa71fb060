import type { AssociatedCause } from 'backstage-plugin-service-insights-common';
import section from '../parts/section.module.css';
import { useWords } from '../translation/useWords';
import styles from './Causes.module.css';
import { describeCause, type CauseUnit } from './describeCause';

/** At most three things that a change is associated with, the best first; or that nothing stands out. */
export function Causes(props: { causes: readonly AssociatedCause[]; unit: CauseUnit }) {
  const words = useWords();
  const { t } = words;
  return (
    <div className={styles.causes}>
      <h3 className={styles.heading}>{t('why.title')}</h3>
      {props.causes.length === 0 ? (
        <p className={section.text}>{t('why.nothing')}</p>
      ) : (
        <ol className={styles.list}>
          {props.causes.map(cause => {
            const { strength, text } = describeCause(cause, props.unit, words);
            return (
              <li key={JSON.stringify([cause.dimensions, cause.elements])}>
                <strong>{strength}</strong> {text}
              </li>
            );
          })}
        </ol>
      )}
    </div>
  );
}
