import type { InsightData } from 'backstage-plugin-service-insights-common';
import { DataTable, type DataRow } from '../parts/DataTable';
import section from '../parts/section.module.css';
import { NarrowButton } from '../parts/NarrowButton';
import type { Narrowing } from '../parts/SectionChoices';
import { ShareBar } from '../parts/ShareBar';
import { useWords, type Words } from '../translation/useWords';

type Usage = InsightData['usage'];

/** More names than these are one row. */
const mostRows = 5;

/** What is called, and from where. */
export function Operations(props: { data: Usage }) {
  const { data } = props;
  const words = useWords();
  const { t } = words;
  const columns = [
    { key: 'share', header: t('usage.share') },
    { key: 'change', header: t('usage.shareChange') },
  ];
  return (
    <div className={section.columns}>
      {data.operations.length > 0 && (
        <DataTable
          caption={t('usage.operations')}
          rowHeader={t('usage.operation')}
          columns={columns}
          rows={rowsOf(
            data.operations,
            data.otherOperations,
            data.calls.value,
            operation => ({ operation }),
            words,
          )}
        />
      )}
      {data.regions.length > 1 && (
        <DataTable
          caption={t('usage.regions')}
          rowHeader={t('usage.region')}
          columns={columns}
          rows={rowsOf(
            data.regions,
            data.otherRegions,
            data.calls.value,
            region => ({ region }),
            words,
          )}
        />
      )}
    </div>
  );
}

function rowsOf(
  shares: Usage['operations'],
  others: Usage['otherOperations'],
  calls: number | null,
  narrowing: (name: string) => Narrowing,
  { t, format }: Words,
): DataRow[] {
  const rows: DataRow[] = shares.slice(0, mostRows).map(({ name, share, previousShare }) => ({
    key: name,
    header: <NarrowButton name={name} by={narrowing(name)} />,
    cells: [
      <ShareBar share={share} text={format.share(share)} />,
      previousShare === null
        ? '–'
        : t('change.points', { points: format.signedPoints(share - previousShare) }),
    ],
  }));
  const tail = shares.slice(mostRows);
  const names = tail.length + (others?.names ?? 0);
  if (names === 0) return rows;
  const restCalls = tail.reduce((sum, share) => sum + share.calls, others?.calls ?? 0);
  const share = calls ? restCalls / calls : 0;
  rows.push({
    key: '',
    header: t('card.other', { count: names }),
    cells: [<ShareBar share={share} text={format.share(share)} />, '–'],
  });
  return rows;
}
