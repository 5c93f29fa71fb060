import type { Envelope, InsightData } from 'backstage-plugin-service-insights-common';
import { describeComparison } from '../format/describeComparison';
import { useInsight } from '../loading/useInsight';
import { ChartAndTable } from '../parts/ChartAndTable';
import type { SectionProps } from '../parts/DetailCard';
import { FigureBlock, Figures } from '../parts/Figures';
import { InsightBody } from '../parts/InsightBody';
import { NotFiltered } from '../parts/NotFiltered';
import { useOutcome } from '../parts/SectionChoices';
import section from '../parts/section.module.css';
import { useEntityContext } from '../parts/useEntityContext';
import type { ChartView } from '../parts/ViewToggle';
import { useWords, type Words } from '../translation/useWords';
import { Causes } from '../why/Causes';
import { FailureContributions } from '../why/FailureContributions';
import { Drivers } from './Drivers';
import { OutcomesChart } from './OutcomesChart';
import { OutcomeSelect } from './OutcomeSelect';
import { OutcomesTable } from './OutcomesTable';
import { TopErrors } from './TopErrors';

const bodyHeightPx = 560;

/** What failed, whose fault it was, and where. */
export function FailuresSection({ query, view, onWiden }: SectionProps) {
  const { t } = useWords();
  const insight = useInsight('failures', useEntityContext().ref, query);
  return (
    <InsightBody
      insight={insight}
      exportAs="failures"
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
  const [outcome, setOutcome] = useOutcome();
  const comparison = describeComparison(meta, words)?.spoken;
  if (!data.subject.bound.outcome) {
    return <p className={section.text}>{t('card.notBound', { what: t('bound.outcome') })}</p>;
  }
  const isLowVolume = data.failureRate.change.kind === 'lowVolume';
  return (
    <NotFiltered subject={data.subject} part="failureRate">
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
      <div className={section.line}>
        <OutcomeSelect value={outcome} onChange={setOutcome} />
        {outcome && outcome !== 'service_fault' && (
          <span>{t('failures.onlyShown', { outcome: t(`outcome.${outcome}`) })}</span>
        )}
      </div>
      <ChartAndTable
        view={view}
        chart={<OutcomesChart data={data} meta={meta} outcome={outcome} onOutcome={setOutcome} />}
        table={<OutcomesTable data={data} meta={meta} outcome={outcome} />}
      />
      {data.why && <Causes causes={data.why.causes} unit="failedCalls" />}
      {data.why && data.why.contributions.length > 0 ? (
        <FailureContributions why={data.why} />
      ) : (
        data.drivers && <Drivers drivers={data.drivers} />
      )}
      <TopErrors data={data} outcome={outcome} />
    </NotFiltered>
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
