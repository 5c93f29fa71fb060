import type { BackfillAnswer, Day } from 'backstage-plugin-service-insights-common';
import type { DaysEstimate, EstimateBasis } from '../budget/estimateDays';

const bases: Record<EstimateBasis, string> = {
  sameDays: 'what the same days cost before',
  recentRuns: 'what the newest runs cost on average',
  limit: 'what a run is stopped at, for want of runs before',
  nothing: 'nothing: no run before tells what one costs',
};

/** An estimate for operators, with what it rests on in words. */
export function describeEstimate(
  days: readonly Day[],
  { runs, bytesBilled, usd, basis }: DaysEstimate,
): Extract<BackfillAnswer, { status: 'estimated' }>['estimate'] {
  return {
    days: days.length,
    runs,
    bytesBilled: bytesBilled ?? null,
    usd: usd ?? null,
    basis: bases[basis],
  };
}
