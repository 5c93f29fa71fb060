import { useRouteRef } from '@backstage/frontend-plugin-api';
import { Link } from '@backstage/ui';
import type { Envelope, InsightData } from 'backstage-plugin-service-insights-common';
import { useMemo, useState } from 'react';
import { describeComparison } from '../format/describeComparison';
import { useInsight } from '../loading/useInsight';
import { DefinitionsButton } from '../parts/DefinitionsButton';
import { AnswerBody } from '../parts/AnswerBody';
import { InsightCard } from '../parts/InsightCard';
import { defaultPeriod, longestPeriod, type ShownPeriod } from '../parts/periods';
import { PeriodSelect } from '../parts/PeriodSelect';
import { useEntityContext } from '../parts/useEntityContext';
import { insightsRouteRef } from '../routes';
import { useWords } from '../translation/useWords';
import { describeHeadline } from './describeHeadline';
import styles from './SummaryCard.module.css';
import { SummaryTile } from './SummaryTile';
import { tilesOf } from './tiles';

/** With header and padding the card stays below 220 px, also with a line above the numbers. */
const bodyHeightPx = 148;

/** Three tiles and a sentence: is the service used more or less, by whom, and does it fail more? */
export function SummaryCard() {
  const { t } = useWords();
  const [period, setPeriod] = useState<ShownPeriod>(defaultPeriod);
  const query = useMemo(() => ({ range: period }), [period]);
  const insight = useInsight('overview', useEntityContext().ref, query);
  const tabPath = useRouteRef(insightsRouteRef)?.();
  const tab = tabPath && (period === defaultPeriod ? tabPath : `${tabPath}?range=${period}`);
  return (
    <InsightCard
      title={t('card.title')}
      actions={
        <>
          <PeriodSelect value={period} onChange={setPeriod} />
          <DefinitionsButton metrics={['calls', 'activeCustomers', 'failureRate']} />
        </>
      }
    >
      <AnswerBody
        question={insight}
        title={t('card.title')}
        heightPx={bodyHeightPx}
        isCompact
        onWiden={period === longestPeriod ? undefined : () => setPeriod(longestPeriod)}
        footer={() => tab && <Link href={tab}>{t('card.open')}</Link>}
      >
        {(data, meta) => <Summary data={data} meta={meta} tab={tab} />}
      </AnswerBody>
    </InsightCard>
  );
}

/** Where the tab says more of what the sentence says. */
const sectionOf = {
  failuresUp: 'failures',
  usageStopped: 'usage',
  usageUp: 'usage',
  usageDown: 'usage',
} as const;

function Summary(props: { data: InsightData['overview']; meta: Envelope; tab?: string }) {
  const { data, meta, tab } = props;
  const words = useWords();
  const why = tab && data.headline.kind !== 'none' && `${tab}#${sectionOf[data.headline.kind]}`;
  return (
    <>
      <div className={styles.tiles}>
        {tilesOf(data, words).map(tile => (
          <SummaryTile
            key={tile.section}
            tile={tile}
            href={tab && `${tab}#${tile.section}`}
            comparison={describeComparison(meta, words)?.spoken}
          />
        ))}
      </div>
      <p className={styles.headline}>
        {describeHeadline(data.headline, meta, words)}
        {why && (
          <>
            {' '}
            <Link href={why}>{words.t('headline.why')}</Link>
          </>
        )}
      </p>
    </>
  );
}
