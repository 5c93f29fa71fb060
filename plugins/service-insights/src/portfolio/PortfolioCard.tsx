import { useApi } from '@backstage/frontend-plugin-api';
import type { Envelope } from 'backstage-plugin-service-insights-common';
import { useCallback, useState } from 'react';
import { serviceInsightsApiRef } from '../api';
import { describeEnvelope } from '../envelope/describeEnvelope';
import { describeComparison } from '../format/describeComparison';
import { useAnswer } from '../loading/useAnswer';
import { AnswerBody } from '../parts/AnswerBody';
import { DefinitionsButton } from '../parts/DefinitionsButton';
import { Delta } from '../parts/Delta';
import { InsightCard } from '../parts/InsightCard';
import { defaultPeriod, type ShownPeriod } from '../parts/periods';
import { PeriodSelect } from '../parts/PeriodSelect';
import section from '../parts/section.module.css';
import { useEntityContext } from '../parts/useEntityContext';
import { useWords, type Words } from '../translation/useWords';
import { AttentionList, type AttentionRow } from './AttentionList';
import { envelopePortfolio, type EnvelopedPortfolio } from './envelopePortfolio';
import styles from './PortfolioCard.module.css';

/** Room for three services that need attention, and the lines around them. */
const bodyHeightPx = 208;

/** Which services of a group, system or domain need attention, and how much all of them are used. */
export function PortfolioCard() {
  const words = useWords();
  const title = words.t('portfolio.title');
  const { ref } = useEntityContext();
  const [period, setPeriod] = useState<ShownPeriod>(defaultPeriod);
  const api = useApi(serviceInsightsApiRef);
  const ask = useCallback(
    async (signal: AbortSignal) =>
      envelopePortfolio(
        await api.getPortfolio({ entityRef: ref, query: { range: period } }, { signal }),
      ),
    [api, ref, period],
  );
  return (
    <InsightCard
      title={title}
      actions={
        <>
          <PeriodSelect value={period} onChange={setPeriod} />
          <DefinitionsButton metrics={['calls', 'failureRate']} />
        </>
      }
    >
      <AnswerBody
        question={useAnswer(ref, ask)}
        title={title}
        heightPx={bodyHeightPx}
        further={({ others }) => others.map(dataset => describeDataset(dataset, words))}
      >
        {(data, meta) => <Portfolio data={data} meta={meta} />}
      </AnswerBody>
    </InsightCard>
  );
}

function Portfolio({ data, meta }: { data: EnvelopedPortfolio['data']; meta?: Envelope }) {
  const words = useWords();
  const { t, format } = words;
  const { calls, coverage, rows } = data;
  if (!meta) {
    const { total } = coverage;
    return (
      <p className={section.text}>
        {total === 0 ? t('portfolio.empty') : t('portfolio.uncovered', { count: total })}
      </p>
    );
  }
  const attention = rows.filter((row): row is AttentionRow => (row.attention ?? []).length > 0);
  const unjudged = rows.filter(row => row.attention === null).length;
  return (
    <>
      <div className={styles.total}>
        <span title={format.exact(calls.value ?? 0)}>
          {t('portfolio.total', {
            count: calls.value ?? 0,
            formatted: format.compact(calls.value ?? 0),
          })}
        </span>
        <Delta metric="calls" figure={calls} comparison={describeComparison(meta, words)?.spoken} />
        <span className={styles.coverage}>
          {t('portfolio.coverage', {
            covered: format.exact(coverage.covered),
            total: format.exact(coverage.total),
          })}
        </span>
      </div>
      {attention.length > 0 ? (
        <div>
          <h4 className={styles.heading}>
            {t('portfolio.attention', { count: attention.length })}
          </h4>
          <AttentionList rows={attention} />
        </div>
      ) : (
        <p className={section.text}>{t('portfolio.calm')}</p>
      )}
      {unjudged > 0 && (
        <p className={section.text}>{t('portfolio.unjudged', { count: unjudged })}</p>
      )}
    </>
  );
}

/** How far a further data set goes, and what there is to say of it. */
function describeDataset(
  { title, meta }: EnvelopedPortfolio['others'][number],
  words: Words,
): string {
  const { through, banner } = describeEnvelope(meta, true, words);
  return [`${title}:`, banner?.text ?? through?.text].filter(Boolean).join(' ');
}
