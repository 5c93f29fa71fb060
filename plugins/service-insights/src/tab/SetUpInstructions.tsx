import { Link } from '@backstage/ui';
import type { Entity } from '@backstage/catalog-model';
import { SERVICE_INSIGHTS_ANNOTATION } from 'backstage-plugin-service-insights-common';
import { CopyButton } from '../parts/CopyButton';
import palette from '../parts/palette.module.css';
import { useWords } from '../translation/useWords';
import styles from './InsightsTab.module.css';

const docs = 'https://backstage.io/docs/features/software-catalog/well-known-annotations';

/** How an entity gets its insights. */
export function SetUpInstructions(props: { entity: Entity }) {
  const { t } = useWords();
  const yaml = [
    'metadata:',
    '  annotations:',
    `    ${SERVICE_INSIGHTS_ANNOTATION}: ${props.entity.metadata.name}`,
  ].join('\n');
  return (
    <div className={`${palette.scope} ${styles.steps}`}>
      <h2 className={styles.heading}>{t('setUp.title')}</h2>
      <p>{t('setUp.text')}</p>
      <pre className={styles.code} aria-label={t('setUp.yaml')}>
        <code>{yaml}</code>
      </pre>
      <CopyButton text={`${yaml}\n`} label={t('setUp.copy')} done={t('setUp.copied')} />
      <p>{t('setUp.after')}</p>
      <Link href={docs}>{t('setUp.docs')}</Link>
    </div>
  );
}
