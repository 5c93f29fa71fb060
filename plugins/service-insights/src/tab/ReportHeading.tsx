import { Button } from '@backstage/ui';
import type { Envelope } from 'backstage-plugin-service-insights-common';
import { describeComparison } from '../format/describeComparison';
import { useEntityContext } from '../parts/useEntityContext';
import { useWords } from '../translation/useWords';
import { FilterChips } from './FilterChips';
import styles from './InsightsTab.module.css';
import type { TabChoices } from './view/useTabView';

/** What a printed tab must say of itself: of what, of which days, through when, and where it is from. */
export function ReportHeading(props: { choices: TabChoices; meta?: Envelope }) {
  const { choices, meta } = props;
  const words = useWords();
  const { t, format } = words;
  const { entity } = useEntityContext();
  const comparison = meta && describeComparison(meta, words);
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
      {meta && (
        <p>
          {[format.period(meta.period), comparison?.text].filter(Boolean).join(', ')}
          {meta.dataThrough &&
            ` · ${t('data.through', { day: format.day(meta.dataThrough) })} (${t('data.utcDays')})`}
        </p>
      )}
      <FilterChips choices={choices} />
      <p>{window.location.href}</p>
    </div>
  );
}
