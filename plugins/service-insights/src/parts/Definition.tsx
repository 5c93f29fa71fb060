import { useWords } from '../translation/useWords';
import styles from './Definition.module.css';
import type { DefinedMetric } from './definedMetrics';

/** What a metric means: its sentence, its formula, what is left out, and what to do about it. */
export function Definition(props: { metric: DefinedMetric }) {
  const { t } = useWords();
  const { metric } = props;
  return (
    <div className={styles.definition}>
      <strong>{t(`definition.${metric}.name`)}</strong>
      <p>{t(`definition.${metric}.what`)}</p>
      <dl>
        <dt>{t('define.formula')}</dt>
        <dd>{t(`definition.${metric}.formula`)}</dd>
        <dt>{t('define.excludes')}</dt>
        <dd>{t(`definition.${metric}.excludes`)}</dd>
        <dt>{t('define.tip')}</dt>
        <dd>{t(`definition.${metric}.tip`)}</dd>
      </dl>
    </div>
  );
}
