import type { InsightQueryInput } from 'backstage-plugin-service-insights-common';
import { useMemo, useState, type ComponentType } from 'react';
import { InsightCard } from './InsightCard';
import { defaultPeriod, longestPeriod, type ShownPeriod } from './periods';
import { PeriodSelect } from './PeriodSelect';
import { ViewToggle, type ChartView } from './ViewToggle';

/** What the body of a detailed section is told. */
export type SectionProps = {
  /** The same object while the question is the same. */
  query: InsightQueryInput;
  view: ChartView;
  onWiden?(): void;
};

/** A detailed section as a card of its own, with its own period. */
export function DetailCard(props: { title: string; section: ComponentType<SectionProps> }) {
  const { title, section: Section } = props;
  const [period, setPeriod] = useState<ShownPeriod>(defaultPeriod);
  const query = useMemo(() => ({ range: period }), [period]);
  const [view, setView] = useState<ChartView>('chart');
  return (
    <InsightCard
      title={title}
      actions={
        <>
          <PeriodSelect value={period} onChange={setPeriod} />
          <ViewToggle value={view} onChange={setView} />
        </>
      }
    >
      <Section
        query={query}
        view={view}
        onWiden={period === longestPeriod ? undefined : () => setPeriod(longestPeriod)}
      />
    </InsightCard>
  );
}
