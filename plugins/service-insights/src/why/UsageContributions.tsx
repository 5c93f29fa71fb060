import type { UsageWhy } from 'backstage-plugin-service-insights-common';
import { DataTable, type DataRow } from '../parts/DataTable';
import section from '../parts/section.module.css';
import { useWords } from '../translation/useWords';
import { ContributionBar } from './ContributionBar';
import { ContributionName } from './ContributionName';

const mostRows = 5;

/** What each operation, region and customer adds to a change of calls: every table adds up to the whole. */
export function UsageContributions({ why }: { why: UsageWhy }) {
  const { t, format } = useWords();
  const bar = (change: number) => <ContributionBar part={change} whole={why.change} />;
  return (
    <div className={section.columns}>
      {why.contributions
        .filter(({ rows }) => rows.length > 0)
        .map(({ dimension, rows, rest }) => {
          const tail = rows.slice(mostRows);
          const names = tail.length + (rest?.names ?? 0);
          const shown: DataRow[] = rows.slice(0, mostRows).map(row => ({
            key: row.name,
            header: <ContributionName dimension={dimension} name={row.name} />,
            cells: [
              bar(row.change),
              t('failures.fromTo', {
                before: format.exact(row.previousCalls),
                now: format.exact(row.calls),
              }),
            ],
          }));
          if (names > 0) {
            const change = tail.reduce((sum, row) => sum + row.change, rest?.change ?? 0);
            shown.push({
              key: '/rest',
              header: t('card.other', { count: names }),
              cells: [bar(change), '–'],
            });
          }
          shown.push({
            key: '/total',
            header: t('why.total'),
            cells: [format.signedExact(why.change), '–'],
          });
          return (
            <DataTable
              key={dimension}
              caption={t(`why.by.${dimension}`)}
              rowHeader={t(`why.dimension.${dimension}`)}
              columns={[
                { key: 'change', header: t('why.callsChange') },
                { key: 'calls', header: t('usage.calls') },
              ]}
              rows={shown}
            />
          );
        })}
    </div>
  );
}
