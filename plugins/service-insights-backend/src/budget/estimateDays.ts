import type { Day } from 'backstage-plugin-service-insights-common';
import { atMost, limitOf, type BilledRun, type CostHistory } from './estimateRun';

/**
 * What an estimate rests on, the surest first. `sameDays`: what each of the days cost before. `recentRuns`: for some,
 * what the newest runs cost on average. `limit`: for some, what a run is stopped at. `nothing`: there is no telling.
 */
export type EstimateBasis = 'sameDays' | 'recentRuns' | 'limit' | 'nothing';

const surestFirst: readonly EstimateBasis[] = ['sameDays', 'recentRuns', 'limit', 'nothing'];

/** What reading days again is expected to cost. */
export type DaysEstimate = {
  runs: number;
  /** Nothing when that is not known: never zero for want of knowledge. */
  bytesBilled: number | undefined;
  usd: number | undefined;
  /** The least sure thing it rests on. */
  basis: EstimateBasis;
};

/** What is known of a source: of the runs before, and of those of each day. */
export type SourceHistory = { history: CostHistory; ofDays: ReadonlyMap<Day, BilledRun> };

/**
 * What reading days would cost: a run for each day and source.
 *
 * @param bytesPerRun - past that many bytes a run is stopped
 */
export function estimateDays(
  days: readonly Day[],
  sources: readonly SourceHistory[],
  bytesPerRun: number | undefined,
): DaysEstimate {
  const estimates = sources.flatMap(source => days.map(day => ofDay(day, source, bytesPerRun)));
  return {
    runs: estimates.length,
    bytesBilled: sum(estimates.map(({ cost }) => cost?.bytesBilled)),
    usd: sum(estimates.map(({ cost }) => cost?.usd)),
    basis: surestFirst.findLast(basis => estimates.some(one => one.basis === basis)) ?? 'sameDays',
  };
}

function ofDay(
  day: Day,
  { history, ofDays }: SourceHistory,
  bytesPerRun: number | undefined,
): { basis: EstimateBasis; cost: BilledRun | undefined } {
  const most = limitOf(history, bytesPerRun);
  const same = ofDays.get(day);
  if (same !== undefined) return { basis: 'sameDays', cost: atMost(same, most) };
  const usual = average(history.source);
  if (usual !== undefined) return { basis: 'recentRuns', cost: atMost(usual, most) };
  return { basis: most === undefined ? 'nothing' : 'limit', cost: most };
}

function average(runs: readonly BilledRun[]): BilledRun | undefined {
  const bytesBilled = sum(runs.map(run => run.bytesBilled));
  const usd = sum(runs.map(run => run.usd));
  if (runs.length === 0 || bytesBilled === undefined || usd === undefined) return undefined;
  return { bytesBilled: Math.round(bytesBilled / runs.length), usd: usd / runs.length };
}

/** Nothing as soon as one of the numbers is not known. */
function sum(numbers: readonly (number | undefined)[]): number | undefined {
  return numbers.reduce<number | undefined>(
    (total, number) => (total === undefined || number === undefined ? undefined : total + number),
    0,
  );
}
