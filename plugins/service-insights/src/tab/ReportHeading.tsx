import { Button } from '@backstage/ui';
import { useEntityContext } from '../parts/useEntityContext';
import { useWords } from '../translation/useWords';
import { FilterChips } from './FilterChips';
import styles from './InsightsTab.module.css';
import type { TabChoices } from './view/useTabView';

/** Of what a printed tab is, narrowed to what; and the way back. */
export function ReportHeading(props: { choices: TabChoices }) {
  const { choices } = props;
  const { t } = useWords();
  const { entity } = useEntityContext();
  return (
    <div className={styles.reportHeading}>
      <div className={styles.leave}>
        <Button size="small" onPress={() => window.print()}>
          {t('filter.printNow')}
        </Button>
        <Button
          size="small"
          variant="secondary"
          onPress={() => choices.filter({ layout: 'chart' })}
        >
          {t('filter.leavePrint')}
        </Button>
      </div>
      <strong>{entity.metadata.title ?? entity.metadata.name}</strong>
      <FilterChips choices={choices} />
    </div>
  );
}
