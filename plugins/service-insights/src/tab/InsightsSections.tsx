import { Card, CardBody } from '@backstage/ui';
import type { ComponentType } from 'react';
import { useState } from 'react';
import { AdoptionSection } from '../adoption/AdoptionSection';
import { FailuresSection } from '../failures/FailuresSection';
import { CardErrorBoundary } from '../parts/CardErrorBoundary';
import type { SectionProps } from '../parts/DetailCard';
import palette from '../parts/palette.module.css';
import { longestPeriod } from '../parts/periods';
import { PeriodSelect } from '../parts/PeriodSelect';
import { ViewToggle, type ChartView } from '../parts/ViewToggle';
import { useWords } from '../translation/useWords';
import { UsageSection } from '../usage/UsageSection';
import styles from './InsightsTab.module.css';
import { useAnchor } from './useAnchor';
import { usePeriodInUrl } from './usePeriodInUrl';

const sections = [
  { id: 'usage', section: UsageSection },
  { id: 'adoption', section: AdoptionSection },
  { id: 'failures', section: FailuresSection },
] as const;

/** Usage, adoption and failures of one period, one below the other. */
export function InsightsSections() {
  const [period, setPeriod] = usePeriodInUrl();
  const [view, setView] = useState<ChartView>('chart');
  return (
    <div className={`${palette.scope} ${styles.tab}`}>
      <div className={styles.controls}>
        <div>
          <PeriodSelect value={period} onChange={setPeriod} />
        </div>
        <ViewToggle value={view} onChange={setView} />
      </div>
      {sections.map(({ id, section }) => (
        <TabSection
          key={id}
          id={id}
          section={section}
          period={period}
          view={view}
          onWiden={period === longestPeriod ? undefined : () => setPeriod(longestPeriod)}
        />
      ))}
    </div>
  );
}

function TabSection(
  props: SectionProps & {
    id: (typeof sections)[number]['id'];
    section: ComponentType<SectionProps>;
  },
) {
  const { id, section: Section, ...sectionProps } = props;
  const { t } = useWords();
  const heading = useAnchor<HTMLHeadingElement>(id);
  return (
    <section aria-labelledby={id}>
      <h2 id={id} ref={heading} tabIndex={-1} className={styles.heading}>
        {t(`${id}.title`)}
      </h2>
      <Card>
        <CardBody className={styles.body}>
          <div className={palette.scope}>
            <CardErrorBoundary fallback={<p role="status">{t('state.broken')}</p>}>
              <Section {...sectionProps} />
            </CardErrorBoundary>
          </div>
        </CardBody>
      </Card>
    </section>
  );
}
