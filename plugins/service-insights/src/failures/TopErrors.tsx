import type { InsightData, Outcome } from 'backstage-plugin-service-insights-common';
import { DataTable, type DataRow } from '../parts/DataTable';
import { NarrowButton } from '../parts/NarrowButton';
import section from '../parts/section.module.css';
import { useWords, type Words } from '../translation/useWords';
import { failureOf, type FailureOutcome } from './FailureOutcome';

type Failures = InsightData['failures'];

const mostRows = 5;

/** Which errors there were most, and which operations failed most. */
export function TopErrors(props: { data: Failures; outcome: FailureOutcome | undefined }) {
  const { data, outcome } = props;
  const words = useWords();
  const { t } = words;
  const operations = data.operations.filter(({ serviceFaults }) => serviceFaults > 0);
  return (
    <div className={section.columns}>
      {data.subject.bound.error && data.errors.length > 0 && (
        <Errors data={data} outcome={outcome} />
      )}
      {operations.length > 0 && (
        <DataTable
          caption={t('failures.operations')}
          rowHeader={t('usage.operation')}
          columns={[
            { key: 'serviceFaults', header: t('failures.serviceFaults') },
            { key: 'rate', header: t('failures.rate') },
            { key: 'previousRate', header: t('failures.previousRate') },
          ]}
          rows={operations.slice(0, mostRows).map(slice => faultRow(slice, words))}
        />
      )}
    </div>
  );
}

function Errors({ data, outcome }: { data: Failures; outcome: FailureOutcome | undefined }) {
  const words = useWords();
  const { t } = words;
  const ofOutcome = outcome && { outcome: t(`outcome.${outcome}`) };
  const rows = errorRows(data, outcome, words);
  return (
    <div>
      {ofOutcome && rows.length === 0 ? (
        <p className={section.text}>{t('failures.noErrorsOf', ofOutcome)}</p>
      ) : (
        <DataTable
          caption={ofOutcome ? t('failures.errorsOf', ofOutcome) : t('failures.errors')}
          rowHeader={t('failures.error')}
          columns={[
            { key: 'outcome', header: t('failures.outcome'), align: 'start' },
            { key: 'calls', header: t('failures.calls') },
            { key: 'previous', header: t('failures.previousCalls') },
          ]}
          rows={rows}
        />
      )}
      {outcome && data.otherErrors && (
        <p className={section.text}>
          {t('failures.rareErrors', { count: data.otherErrors.names })}
        </p>
      )}
    </div>
  );
}

/** Rare errors are counted together, whatever their outcome: they are no row of one outcome. */
function errorRows(
  data: Failures,
  outcome: FailureOutcome | undefined,
  { t, format }: Words,
): DataRow[] {
  const errors = data.errors.filter(error => !outcome || error.outcome === outcome);
  const otherErrors = outcome ? null : data.otherErrors;
  const rows: DataRow[] = errors.slice(0, mostRows).map(error => ({
    key: `${error.name}/${error.outcome}`,
    header: error.name,
    cells: [
      <OutcomeName outcome={error.outcome} />,
      format.exact(error.calls),
      error.previousCalls === null ? '–' : format.exact(error.previousCalls),
    ],
  }));
  const tail = errors.slice(mostRows);
  const names = tail.length + (otherErrors?.names ?? 0);
  if (names > 0) {
    const calls = tail.reduce((sum, error) => sum + error.calls, otherErrors?.calls ?? 0);
    rows.push({
      key: '',
      header: t('card.other', { count: names }),
      cells: ['–', format.exact(calls), '–'],
    });
  }
  return rows;
}

/** A failure narrows the tab to its kind. */
function OutcomeName({ outcome }: { outcome: Outcome }) {
  const { t } = useWords();
  const name = t(`outcome.${outcome}`);
  const failure = failureOf(outcome);
  return failure ? <NarrowButton name={name} by={{ outcome: failure }} /> : name;
}

function faultRow(slice: Failures['operations'][number], { format }: Words): DataRow {
  const rate = (value: number | null) => (value === null ? '–' : format.share(value));
  return {
    key: slice.name,
    header: <NarrowButton name={slice.name} by={{ operation: slice.name }} />,
    cells: [
      format.exact(slice.serviceFaults),
      rate(slice.failureRate),
      rate(slice.previousFailureRate),
    ],
  };
}
