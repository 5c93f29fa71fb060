import { Link } from '@backstage/ui';
import type { InsightData, NoticedChange } from 'backstage-plugin-service-insights-common';
import { useLocation } from 'react-router-dom';
import { useInsight } from '../loading/useInsight';
import type { SectionProps } from '../parts/DetailCard';
import { InsightBody } from '../parts/InsightBody';
import section from '../parts/section.module.css';
import { useEntityContext } from '../parts/useEntityContext';
import { useWords, type Words } from '../translation/useWords';
import { describeCause, type CauseUnit } from '../why/describeCause';
import styles from './ChangesSection.module.css';
import { describeNoticed } from './describeNoticed';

const bodyHeightPx = 244;
const narrowBodyHeightPx = 464;

/** What changed, the newest first. */
export function ChangesSection({ query, onWiden }: SectionProps) {
  const { t } = useWords();
  const insight = useInsight('changes', useEntityContext().ref, query);
  return (
    <InsightBody
      insight={insight}
      exportAs="changes"
      title={t('changes.title')}
      heightPx={bodyHeightPx}
      narrowHeightPx={narrowBodyHeightPx}
      onWiden={onWiden}
    >
      {data => <Changes data={data} />}
    </InsightBody>
  );
}

function Changes({ data }: { data: InsightData['changes'] }) {
  const words = useWords();
  const { t, format } = words;
  const { search } = useLocation();
  if (data.changes.length === 0) return <p className={section.text}>{t('changes.none')}</p>;
  return (
    <ul className={styles.list}>
      {data.changes.map(change => {
        const text = describeNoticed(change, words);
        const cause = causeOf(change, words);
        const see = t(cause ? 'changes.why' : 'changes.see');
        return (
          <li key={`${change.kind}/${change.date}/${text}`} className={styles.item}>
            <time dateTime={change.date} className={styles.day}>
              {format.day(change.date)}
            </time>
            <span className={styles.text}>
              {text} {cause}
            </span>
            {change.section !== 'data' && (
              <Link
                href={`${search}#${change.section}`}
                aria-label={t('changes.seeSpoken', { see, change: text })}
              >
                {see}
              </Link>
            )}
          </li>
        );
      })}
    </ul>
  );
}

/** The best candidate in a few words; the section tells the rest. */
function causeOf(change: NoticedChange, words: Words): string | undefined {
  if (!('cause' in change) || change.cause === null) return undefined;
  const { strength, text } = describeCause(change.cause, unitOf(change.section), words);
  return `${strength} ${text}`;
}

function unitOf(part: NoticedChange['section']): CauseUnit {
  if (part === 'failures') return 'failedCalls';
  return part === 'latency' ? 'slowCalls' : 'calls';
}
