import type { Envelope } from 'backstage-plugin-service-insights-common';
import { describeComparison } from '../format/describeComparison';
import { useWords } from '../translation/useWords';
import styles from './InsightsTab.module.css';

/** What a printed tab must say of itself: of which days it is, through when, and where it is from. */
export function ReportFooter(props: { meta?: Envelope }) {
  const { meta } = props;
  const words = useWords();
  const { t, format } = words;
  const comparison = meta && describeComparison(meta, words);
  return (
    <footer className={styles.reportFooter}>
      {meta && (
        <p>
          {[format.period(meta.period), comparison?.text].filter(Boolean).join(', ')}
          {meta.dataThrough &&
            ` · ${t('data.through', { day: format.day(meta.dataThrough) })} (${t('data.utcDays')})`}
        </p>
      )}
      <p>{window.location.href}</p>
    </footer>
  );
}
