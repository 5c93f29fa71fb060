import type { Envelope, InsightData } from 'backstage-plugin-service-insights-common';
import { useMemo } from 'react';
import { describeComparison } from '../format/describeComparison';
import { useInsight } from '../loading/useInsight';
import type { SectionProps } from '../parts/DetailCard';
import { FigureBlock, Figures } from '../parts/Figures';
import { InsightBody } from '../parts/InsightBody';
import section from '../parts/section.module.css';
import { useEntityContext } from '../parts/useEntityContext';
import type { ChartView } from '../parts/ViewToggle';
import { useWords, type Words } from '../translation/useWords';
import { Drivers } from './Drivers';
import { OutcomesChart } from './OutcomesChart';
import { OutcomesTable } from './OutcomesTable';
import { TopErrors } from './TopErrors';

const bodyHeightPx = 560;

/** What failed, whose fault it was, and where. */
export function FailuresSection({ period, view, onWiden }: SectionProps) {
  const { t } = useWords();
  const query = useMemo(() => ({ range: period }), [period]);
  const insight = useInsight('failures', useEntityContext().ref, query);
  return (
    <InsightBody
      insight={insight}
      title={t('failures.title')}
      heightPx={bodyHeightPx}
      onWiden={onWiden}
    >
      {(data, meta) => <Failures data={data} meta={meta} view={view} />}
    </InsightBody>
  );
}

function Failures(props: { data: InsightData['failures']; meta: Envelope; view: ChartView }) {
  const { data, meta, view } = props;
  const words = useWords();
  const { t } = words;
  const comparison = describeComparison(meta, words)?.spoken;
  if (!data.subject.bound.outcome) {
    return <p className={section.text}>{t('card.notBound', { what: t('bound.outcome') })}</p>;
  }
  const isLowVolume = data.failureRate.change.kind === 'lowVolume';
  return (
    <>
      <Figures>
        <FigureBlock
          metric="failureRate"
          figure={data.failureRate}
          comparison={comparison}
          value={isLowVolume ? countsOf(data, words) : undefined}
        />
        <FigureBlock metric="serviceFaults" figure={data.serviceFaults} comparison={comparison} />
        <FigureBlock metric="callerFaults" figure={data.callerFaults} comparison={comparison} />
        <FigureBlock metric="throttled" figure={data.throttled} comparison={comparison} />
      </Figures>
      {view === 'table' ? (
        <OutcomesTable data={data} meta={meta} />
      ) : (
        <OutcomesChart data={data} meta={meta} />
      )}
      {data.drivers && <Drivers drivers={data.drivers} />}
      <TopErrors data={data} />
    </>
  );
}

/** A rate of few calls says nothing: the counts do. */
function countsOf(data: InsightData['failures'], { t, format }: Words): string {
  return t('summary.fewCalls', {
    count: data.calls.value ?? 0,
    failed: format.exact(data.serviceFaults.value ?? 0),
    calls: format.exact(data.calls.value ?? 0),
  });
}
