import { Select, ToggleButton, ToggleButtonGroup } from '@backstage/ui';
import type { InsightData } from 'backstage-plugin-service-insights-common';
import { useInsight } from '../loading/useInsight';
import { ChartAndTable } from '../parts/ChartAndTable';
import type { SectionProps } from '../parts/DetailCard';
import { InsightBody } from '../parts/InsightBody';
import { NotFiltered } from '../parts/NotFiltered';
import section from '../parts/section.module.css';
import { useRetentionChoice } from '../parts/SectionChoices';
import { useEntityContext } from '../parts/useEntityContext';
import type { ChartView } from '../parts/ViewToggle';
import { useWords } from '../translation/useWords';
import { RetentionTable } from './RetentionTable';
import { RetentionTrend } from './RetentionTrend';

const bodyHeightPx = 360;

/** How many of those who came stay: cohort by cohort, with the average of those old enough. */
export function RetentionSection({ query, view, onWiden }: SectionProps) {
  const { t } = useWords();
  const insight = useInsight('retention', useEntityContext().ref, query);
  return (
    <InsightBody
      insight={insight}
      exportAs="retention"
      title={t('retention.title')}
      heightPx={bodyHeightPx}
      onWiden={onWiden}
    >
      {data => <Retention data={data} view={view} />}
    </InsightBody>
  );
}

function Retention(props: { data: InsightData['retention']; view: ChartView }) {
  const { data, view } = props;
  const { t, format } = useWords();
  const [choice, setChoice] = useRetentionChoice();
  if (!data.subject.bound.customer) {
    return <p className={section.text}>{t('card.notBound', { what: t('bound.customer') })}</p>;
  }
  const { kind, trend } = choice;
  const intervals = Array.from({ length: data.intervals }, (_, index) => index).slice(1);
  return (
    <NotFiltered subject={data.subject} part="cohorts">
      <div className={section.line}>
        <ToggleButtonGroup
          aria-label={t('retention.kind')}
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={[kind]}
          onSelectionChange={keys =>
            setChoice({ ...choice, kind: keys.has('unbounded') ? 'unbounded' : 'exact' })
          }
        >
          <ToggleButton id="exact">{t(`retention.exact.${data.interval}`)}</ToggleButton>
          <ToggleButton id="unbounded">{t(`retention.unbounded.${data.interval}`)}</ToggleButton>
        </ToggleButtonGroup>
        {intervals.length > 0 && (
          <Select
            aria-label={t('retention.trend')}
            size="small"
            options={intervals.map(index => ({
              value: String(index),
              label: t(`retention.trendOf.${data.interval}`, { number: String(index) }),
            }))}
            value={String(Math.min(trend, data.intervals - 1))}
            onChange={key => setChoice({ ...choice, trend: Number(key) })}
          />
        )}
      </div>
      <p className={section.text}>
        {t('retention.window', { period: format.period(data.window) })}
      </p>
      <RetentionTable data={data} kind={kind} />
      {intervals.length > 0 && (
        <ChartAndTable
          view={view}
          chart={
            <RetentionTrend data={data} kind={kind} at={Math.min(trend, data.intervals - 1)} />
          }
          table={null}
        />
      )}
    </NotFiltered>
  );
}
