import { Card, CardBody } from '@backstage/ui';
import { useMemo, type ComponentType } from 'react';
import { AdoptionSection } from '../adoption/AdoptionSection';
import { ChangesSection } from '../changes/ChangesSection';
import { FailuresSection } from '../failures/FailuresSection';
import { LatencySection } from '../latency/LatencySection';
import { useInsight } from '../loading/useInsight';
import { CardErrorBoundary } from '../parts/CardErrorBoundary';
import type { SectionProps } from '../parts/DetailCard';
import { Notice } from '../parts/Notice';
import palette from '../parts/palette.module.css';
import { longestPeriod } from '../parts/periods';
import { SectionChoicesProvider, type Narrowing } from '../parts/SectionChoices';
import { useEntityContext } from '../parts/useEntityContext';
import { useSame } from '../parts/useSame';
import { useWords } from '../translation/useWords';
import { RetentionSection } from '../retention/RetentionSection';
import { UsageSection } from '../usage/UsageSection';
import { Announcement } from './Announcement';
import { FilterBar } from './FilterBar';
import styles from './InsightsTab.module.css';
import { ReportFooter } from './ReportFooter';
import { ReportHeading } from './ReportHeading';
import { useAnchor } from './useAnchor';
import { questionOf, unfilteredQuestionOf } from './view/questionOf';
import { useTabView } from './view/useTabView';

const sections = [
  { id: 'changes', section: ChangesSection },
  { id: 'usage', section: UsageSection },
  { id: 'adoption', section: AdoptionSection },
  { id: 'retention', section: RetentionSection },
  { id: 'failures', section: FailuresSection },
  { id: 'latency', section: LatencySection },
] as const;

/** All sections of one view, one below the other. */
export function InsightsSections() {
  const { t } = useWords();
  const choices = useTabView();
  const { view, refused, filter, show } = choices;
  const { days } = view;
  const query = useSame(questionOf(view));
  const everything = useInsight(
    'usage',
    useEntityContext().ref,
    useSame(unfilteredQuestionOf(view)),
  );
  const scope = everything.state.phase === 'answered' ? everything.state.answer : undefined;
  const shared = useMemo(
    () => ({
      measure: view.measure,
      setMeasure: (measure: typeof view.measure) => show({ measure }),
      retention: view.retention,
      setRetention: (retention: typeof view.retention) => show({ retention }),
      outcome: view.outcome,
      setOutcome: (outcome: typeof view.outcome) => filter({ outcome }),
      // On paper nothing can be chosen.
      narrow:
        view.layout === 'report'
          ? undefined
          : ({ region, operation, customer, outcome, days: chosen }: Narrowing) =>
              filter({
                // As fine as these days allow: who chooses a month wants to see into it.
                ...(chosen && { days: { kind: 'custom' as const, ...chosen }, grain: undefined }),
                ...(region !== undefined && { regions: [region] }),
                ...(operation !== undefined && { operations: [operation], customer: undefined }),
                ...(customer !== undefined && { customer, operations: [] }),
                ...(outcome !== undefined && { outcome }),
              }),
    }),
    [view, filter, show],
  );
  const isShort = days.kind === 'preset' && (days.range === '7d' || days.range === '28d');
  return (
    <SectionChoicesProvider value={shared}>
      <div
        className={`${palette.scope} ${styles.tab} ${view.layout === 'report' ? styles.report : ''}`}
      >
        {view.layout === 'report' ? (
          <ReportHeading choices={choices} />
        ) : (
          <FilterBar choices={choices} scope={scope} />
        )}
        <Announcement view={view} />
        {refused.map(({ key, value }) => (
          <Notice key={key} tone="warning" role="status">
            {t('tab.refused', { key, value })}
          </Notice>
        ))}
        {sections.map(({ id, section }) => (
          <TabSection
            key={id}
            id={id}
            section={section}
            query={query}
            view={view.layout}
            onWiden={
              isShort ? () => filter({ days: { kind: 'preset', range: longestPeriod } }) : undefined
            }
          />
        ))}
        {view.layout === 'report' && <ReportFooter meta={scope?.meta} />}
      </div>
    </SectionChoicesProvider>
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
