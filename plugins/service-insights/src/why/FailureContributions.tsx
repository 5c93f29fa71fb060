import type { FailureWhy } from 'backstage-plugin-service-insights-common';
import { DataTable, type DataRow } from '../parts/DataTable';
import section from '../parts/section.module.css';
import { useWords, type Words } from '../translation/useWords';
import { ContributionBar } from './ContributionBar';
import { ContributionName } from './ContributionName';

const mostRows = 5;

type Contributions = FailureWhy['contributions'][number];

/** The part of a change of the failure rate that is each operation's and region's, split into its rate and its share of calls. */
export function FailureContributions({ why }: { why: FailureWhy }) {
  const words = useWords();
  const { t } = words;
  return (
    <>
      {why.mixShift && <p className={section.text}>{t('why.mixShift')}</p>}
      {why.contributions
        .filter(({ rows }) => rows.length > 0)
        .map(contributions => (
          <DataTable
            key={contributions.dimension}
            caption={t(`why.by.${contributions.dimension}`)}
            rowHeader={t(`why.dimension.${contributions.dimension}`)}
            columns={[
              { key: 'excess', header: t('failures.extra') },
              { key: 'rates', header: t('failures.rates') },
              { key: 'rateEffect', header: t('why.rateEffect') },
              { key: 'mixEffect', header: t('why.mixEffect') },
            ]}
            rows={rowsOf(contributions, words)}
          />
        ))}
      {why.customers && why.customers.rows.length > 0 && (
        <CustomerFailures customers={why.customers} />
      )}
    </>
  );
}

type Effects = { rateEffect: number; mixEffect: number; excessFailedCalls: number };

function rowsOf({ dimension, rows, rest }: Contributions, { t, format }: Words): DataRow[] {
  const total = sumOf(rest ? [...rows, rest] : rows);
  const points = (value: number) => t('change.points', { points: format.signedPoints(value) });
  const rate = (value: number | null) => (value === null ? '–' : format.share(value));
  const effects = ({ rateEffect, mixEffect }: Effects) => [points(rateEffect), points(mixEffect)];
  const bar = ({ excessFailedCalls }: Effects) => (
    <ContributionBar part={excessFailedCalls} whole={total.excessFailedCalls} tone="failures" />
  );
  const shown: DataRow[] = rows.slice(0, mostRows).map(row => ({
    key: row.name,
    header: <ContributionName dimension={dimension} name={row.name} />,
    cells: [
      bar(row),
      t('failures.fromTo', {
        before: rate(row.previousFailureRate),
        now: rate(row.failureRate),
      }),
      ...effects(row),
    ],
  }));
  const tail = rows.slice(mostRows);
  const names = tail.length + (rest?.names ?? 0);
  if (names > 0) {
    const others = sumOf(rest ? [...tail, rest] : tail);
    shown.push({
      key: '/rest',
      header: t('card.other', { count: names }),
      cells: [bar(others), '–', ...effects(others)],
    });
  }
  shown.push({
    key: '/total',
    header: t('why.total'),
    cells: [format.signedExact(Math.round(total.excessFailedCalls)), '–', ...effects(total)],
  });
  return shown;
}

function sumOf(parts: readonly Effects[]): Effects {
  const sum = (valueOf: (part: Effects) => number) =>
    parts.reduce((total, part) => total + valueOf(part), 0);
  return {
    rateEffect: sum(part => part.rateEffect),
    mixEffect: sum(part => part.mixEffect),
    excessFailedCalls: sum(part => part.excessFailedCalls),
  };
}

function CustomerFailures({ customers }: { customers: NonNullable<FailureWhy['customers']> }) {
  const { t, format } = useWords();
  const { rows, rest } = customers;
  const tail = rows.slice(mostRows);
  const others = tail.length + (rest?.customers ?? 0);
  const restChange = tail.reduce((sum, { change }) => sum + change, rest?.change ?? 0);
  const whole = rows.reduce((sum, { change }) => sum + change, rest?.change ?? 0);
  const shown: DataRow[] = rows.slice(0, mostRows).map(row => ({
    key: row.customer,
    header: <ContributionName dimension="customer" name={row.customer} />,
    cells: [
      <ContributionBar part={row.change} whole={whole} tone="failures" />,
      t('failures.fromTo', {
        before: format.exact(row.previousFailedCalls),
        now: format.exact(row.failedCalls),
      }),
    ],
  }));
  if (others > 0 || restChange !== 0) {
    shown.push({
      key: '/rest',
      header: t('failures.rest'),
      cells: [<ContributionBar part={restChange} whole={whole} tone="failures" />, '–'],
    });
  }
  shown.push({ key: '/total', header: t('why.total'), cells: [format.signedExact(whole), '–'] });
  return (
    <DataTable
      caption={t('why.by.customer')}
      rowHeader={t('why.dimension.customer')}
      columns={[
        { key: 'change', header: t('why.failedChange') },
        { key: 'calls', header: t('why.failedCalls') },
      ]}
      rows={shown}
    />
  );
}
