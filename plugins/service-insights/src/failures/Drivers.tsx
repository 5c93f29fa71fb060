import type { FailureDrivers } from 'backstage-plugin-service-insights-common';
import { DataTable, type DataRow } from '../parts/DataTable';
import { NarrowButton } from '../parts/NarrowButton';
import type { Narrowing } from '../parts/SectionChoices';
import section from '../parts/section.module.css';
import { ShareBar } from '../parts/ShareBar';
import { useWords, type Words } from '../translation/useWords';

/** Fewer extra failed calls than this are no change worth a table. */
const leastExcessCalls = 20;

/**
 * Which operations and regions the extra failed calls go along with. The rows add up to the total: nothing here claims
 * to be a cause.
 */
export function Drivers(props: { drivers: FailureDrivers }) {
  const { drivers } = props;
  const words = useWords();
  const { t, format } = words;
  const excess = Math.round(drivers.excessFailedCalls);
  if (Math.abs(excess) < leastExcessCalls || drivers.slices.length === 0) return null;
  const formatted = format.exact(Math.abs(excess));
  return (
    <div>
      <DataTable
        caption={t('failures.why')}
        rowHeader={t('failures.where')}
        columns={[
          { key: 'extra', header: t('failures.extra') },
          { key: 'rates', header: t('failures.rates') },
        ]}
        rows={rowsOf(drivers, words)}
      />
      <p className={section.text}>
        {excess > 0
          ? t('failures.whyMore', { count: excess, formatted })
          : t('failures.whyFewer', { count: -excess, formatted })}
      </p>
    </div>
  );
}

function rowsOf({ slices, rest, excessFailedCalls }: FailureDrivers, words: Words): DataRow[] {
  const { t, format } = words;
  const extra = (calls: number) => (
    <ShareBar
      share={Math.max(0, calls / excessFailedCalls)}
      text={format.signed(Math.round(calls))}
      tone="failures"
    />
  );
  const rate = (value: number | null) => (value === null ? '–' : format.share(value));
  const rows: DataRow[] = slices.map(slice => ({
    key: `${slice.operation}/${slice.region}`,
    header: <NarrowButton name={placeOf(slice, words)} by={narrowingTo(slice)} />,
    cells: [
      extra(slice.excessFailedCalls),
      t('failures.fromTo', {
        before: rate(slice.previousFailureRate),
        now: rate(slice.failureRate),
      }),
    ],
  }));
  rows.push({ key: '', header: t('failures.rest'), cells: [extra(rest), '–'] });
  return rows;
}

/** An operation or region without a name is no filter. */
function narrowingTo({ operation, region }: FailureDrivers['slices'][number]): Narrowing {
  return { ...(operation && { operation }), ...(region && { region }) };
}

/** A data set that names only operations, or only regions, leaves the other out. */
function placeOf({ operation, region }: FailureDrivers['slices'][number], { t }: Words): string {
  if (operation === '' || region === '') return operation || region || t('failures.everywhere');
  return t('failures.slice', { operation, region });
}
