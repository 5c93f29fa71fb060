import { useRouteRef } from '@backstage/frontend-plugin-api';
import { Link } from '@backstage/ui';
import { describeComparison } from '../format/describeComparison';
import { useInsight } from '../loading/useInsight';
import { AnswerBody } from '../parts/AnswerBody';
import { Delta } from '../parts/Delta';
import { InsightCard } from '../parts/InsightCard';
import { defaultPeriod } from '../parts/periods';
import { useEntityContext } from '../parts/useEntityContext';
import { insightsRouteRef } from '../routes';
import { nameOfTile } from '../summary/nameOfTile';
import { tilesOf } from '../summary/tiles';
import { useWords } from '../translation/useWords';
import styles from './GlanceCard.module.css';

/** The same question as the summary card's, so that a page with both asks once. */
const query = { range: defaultPeriod } as const;

const bodyHeightPx = 196;

/** Three numbers for the narrow column. */
export function GlanceCard() {
  const words = useWords();
  const title = words.t('glance.title');
  const insight = useInsight('overview', useEntityContext().ref, query);
  const tab = useRouteRef(insightsRouteRef)?.();
  return (
    <InsightCard title={title}>
      <AnswerBody question={insight} title={title} heightPx={bodyHeightPx}>
        {(data, meta) => {
          const comparison = describeComparison(meta, words)?.spoken;
          return (
            <ul className={styles.list}>
              {tilesOf(data, words).map(tile => (
                <li key={tile.section} className={styles.row}>
                  <span className={styles.title}>
                    {tab ? (
                      <Link
                        href={`${tab}#${tile.section}`}
                        aria-label={nameOfTile(tile, comparison, words)}
                        className={styles.link}
                      >
                        {tile.title}
                      </Link>
                    ) : (
                      tile.title
                    )}
                  </span>
                  <span className={styles.value} title={tile.exact}>
                    {tile.shown}
                  </span>
                  {tile.figure && <Delta metric={tile.metric} figure={tile.figure} />}
                </li>
              ))}
            </ul>
          );
        }}
      </AnswerBody>
    </InsightCard>
  );
}
