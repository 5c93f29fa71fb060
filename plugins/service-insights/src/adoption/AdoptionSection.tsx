import type { Envelope, InsightData } from 'backstage-plugin-service-insights-common';
import { VisuallyHidden } from '@backstage/ui';
import { describeComparison } from '../format/describeComparison';
import { useInsight } from '../loading/useInsight';
import { ChartAndTable } from '../parts/ChartAndTable';
import type { SectionProps } from '../parts/DetailCard';
import { DefinitionsButton } from '../parts/DefinitionsButton';
import { FigureBlock, Figures } from '../parts/Figures';
import { InsightBody } from '../parts/InsightBody';
import { NotFiltered } from '../parts/NotFiltered';
import section from '../parts/section.module.css';
import { useEntityContext } from '../parts/useEntityContext';
import type { ChartView } from '../parts/ViewToggle';
import { useWords, type Words } from '../translation/useWords';
import { CustomerLists } from './CustomerLists';
import { LifecycleChart } from './LifecycleChart';
import { LifecycleTable } from './LifecycleTable';

const partsOfIdentity = [
  'newCustomers',
  'returningCustomers',
  'resurrectedCustomers',
  'dormantCustomers',
] as const;

const bodyHeightPx = 520;

/** Who uses the service, who is new, and who went quiet. */
export function AdoptionSection({ query, view, onWiden }: SectionProps) {
  const { t } = useWords();
  const insight = useInsight('adoption', useEntityContext().ref, query);
  return (
    <InsightBody
      insight={insight}
      exportAs="adoption"
      title={t('adoption.title')}
      heightPx={bodyHeightPx}
      onWiden={onWiden}
    >
      {(data, meta) => <Adoption data={data} meta={meta} view={view} />}
    </InsightBody>
  );
}

function Adoption(props: { data: InsightData['adoption']; meta: Envelope; view: ChartView }) {
  const { data, meta, view } = props;
  const words = useWords();
  const { t } = words;
  const comparison = describeComparison(meta, words)?.spoken;
  if (!data.subject.bound.customer) {
    return <p className={section.text}>{t('card.notBound', { what: t('bound.customer') })}</p>;
  }
  const { quickRatio, dormantCustomers } = data;
  return (
    <NotFiltered subject={data.subject} part="activeCustomers">
      <Figures>
        <FigureBlock
          metric="activeCustomers"
          figure={data.activeCustomers}
          comparison={comparison}
        />
        <FigureBlock metric="newCustomers" figure={data.newCustomers} comparison={comparison} />
        <FigureBlock metric="stickiness" figure={data.stickiness} comparison={comparison} />
        <FigureBlock
          metric="quickRatio"
          figure={quickRatio}
          comparison={comparison}
          value={
            quickRatio.value === null && dormantCustomers.value === 0
              ? t('adoption.noLosses')
              : undefined
          }
        />
      </Figures>
      <Identity identity={data.identity} words={words} />
      <ChartAndTable
        view={view}
        chart={<LifecycleChart data={data} meta={meta} />}
        table={<LifecycleTable data={data} meta={meta} />}
      />
      <CustomerLists data={data} />
    </NotFiltered>
  );
}

/** The sum that makes the chart checkable. */
function Identity(props: { identity: InsightData['adoption']['identity']; words: Words }) {
  const { identity } = props;
  if (!identity) return null;
  const { t, format } = props.words;
  const options = {
    active: format.exact(identity.active),
    previous: format.exact(identity.previousActive),
    new: format.exact(identity.new),
    resurrected: format.exact(identity.resurrected),
    dormant: format.exact(identity.dormant),
  };
  return (
    <div className={section.line}>
      <span aria-hidden>{t('adoption.identity', options)}</span>
      <VisuallyHidden>{t('adoption.identitySpoken', options)}</VisuallyHidden>
      <DefinitionsButton metrics={partsOfIdentity} />
    </div>
  );
}
