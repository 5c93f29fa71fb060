import type { Envelope, InsightData } from 'backstage-plugin-service-insights-common';
import { describeComparison } from '../format/describeComparison';
import { useInsight } from '../loading/useInsight';
import { ChartAndTable } from '../parts/ChartAndTable';
import type { SectionProps } from '../parts/DetailCard';
import { DefinitionsButton } from '../parts/DefinitionsButton';
import { FigureBlock, Figures } from '../parts/Figures';
import { InsightBody } from '../parts/InsightBody';
import { NotFiltered } from '../parts/NotFiltered';
import section from '../parts/section.module.css';
import { useMeasure } from '../parts/SectionChoices';
import { useEntityContext } from '../parts/useEntityContext';
import type { ChartView } from '../parts/ViewToggle';
import { useWords } from '../translation/useWords';
import { MeasureToggle } from './MeasureToggle';
import { Causes } from '../why/Causes';
import { UsageContributions } from '../why/UsageContributions';
import { Operations } from './Operations';
import { UsageChart } from './UsageChart';
import { UsageTable } from './UsageTable';

const bodyHeightPx = 520;

/** How much the service is used, and what of it. */
export function UsageSection({ query, view, onWiden }: SectionProps) {
  const { t } = useWords();
  const insight = useInsight('usage', useEntityContext().ref, query);
  return (
    <InsightBody
      insight={insight}
      exportAs="usage"
      title={t('usage.title')}
      heightPx={bodyHeightPx}
      onWiden={onWiden}
    >
      {(data, meta) => <Usage data={data} meta={meta} view={view} />}
    </InsightBody>
  );
}

function Usage(props: { data: InsightData['usage']; meta: Envelope; view: ChartView }) {
  const { data, meta, view } = props;
  const words = useWords();
  const { t, format } = words;
  const { bound } = data.subject;
  const comparison = describeComparison(meta, words)?.spoken;
  const [measure, setMeasure] = useMeasure();
  const topShare = data.topCustomerShare.value;
  return (
    <NotFiltered subject={data.subject} part="calls">
      <Figures>
        <FigureBlock metric="calls" figure={data.calls} comparison={comparison} />
        {bound.customer && (
          <FigureBlock
            metric="activeCustomers"
            figure={data.activeCustomers}
            comparison={comparison}
          />
        )}
        {bound.duration && (
          <>
            <FigureBlock
              metric="p50DurationMs"
              figure={data.p50DurationMs}
              comparison={comparison}
            />
            <FigureBlock
              metric="p95DurationMs"
              figure={data.p95DurationMs}
              comparison={comparison}
            />
          </>
        )}
      </Figures>
      <div className={section.line}>
        {data.callsPerDay !== null &&
          t('usage.perDay', { formatted: format.compact(data.callsPerDay) })}{' '}
        {topShare !== null &&
          topShare >= 0.5 &&
          t('usage.concentrated', { share: format.share(topShare) })}
        <DefinitionsButton metrics={['callsPerDay', 'topCustomerShare']} />
        {bound.customer && view !== 'table' && data.grain === 'day' && (
          <MeasureToggle value={measure} onChange={setMeasure} />
        )}
      </div>
      <ChartAndTable
        view={view}
        chart={<UsageChart data={data} meta={meta} measure={measure} />}
        table={<UsageTable data={data} meta={meta} />}
      />
      <Operations data={data} />
      {data.why && (
        <>
          <Causes causes={data.why.causes} unit="calls" />
          <UsageContributions why={data.why} />
        </>
      )}
    </NotFiltered>
  );
}
