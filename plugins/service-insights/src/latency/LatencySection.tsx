import type { Envelope, InsightData } from 'backstage-plugin-service-insights-common';
import { describeComparison } from '../format/describeComparison';
import { useInsight } from '../loading/useInsight';
import { ChartAndTable } from '../parts/ChartAndTable';
import type { SectionProps } from '../parts/DetailCard';
import { FigureBlock, Figures } from '../parts/Figures';
import { InsightBody } from '../parts/InsightBody';
import { NotFiltered } from '../parts/NotFiltered';
import section from '../parts/section.module.css';
import { useEntityContext } from '../parts/useEntityContext';
import type { ChartView } from '../parts/ViewToggle';
import { useWords } from '../translation/useWords';
import { Causes } from '../why/Causes';
import { LatencyChart } from './LatencyChart';
import { LatencyTable } from './LatencyTable';
import { SlowestParts } from './SlowestParts';
import { percentiles } from './percentiles';

const bodyHeightPx = 480;

/** How long calls take: for most callers, and for the unlucky ones. */
export function LatencySection({ query, view, onWiden }: SectionProps) {
  const { t } = useWords();
  const insight = useInsight('latency', useEntityContext().ref, query);
  return (
    <InsightBody
      insight={insight}
      exportAs="latency"
      title={t('latency.title')}
      heightPx={bodyHeightPx}
      onWiden={onWiden}
    >
      {(data, meta) => <Latency data={data} meta={meta} view={view} />}
    </InsightBody>
  );
}

function Latency(props: { data: InsightData['latency']; meta: Envelope; view: ChartView }) {
  const { data, meta, view } = props;
  const words = useWords();
  const { t } = words;
  if (!data.subject.bound.duration) {
    return <p className={section.text}>{t('card.notBound', { what: t('bound.duration') })}</p>;
  }
  const comparison = describeComparison(meta, words)?.spoken;
  return (
    <NotFiltered subject={data.subject} part="series">
      <Figures>
        {percentiles.map(({ metric }) => (
          <FigureBlock key={metric} metric={metric} figure={data[metric]} comparison={comparison} />
        ))}
      </Figures>
      <ChartAndTable
        view={view}
        chart={<LatencyChart data={data} meta={meta} />}
        table={<LatencyTable data={data} meta={meta} />}
      />
      {data.why && <Causes causes={data.why.causes} unit="slowCalls" />}
      <SlowestParts data={data} />
    </NotFiltered>
  );
}
