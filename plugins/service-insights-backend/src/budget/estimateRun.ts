/** What a run of the ledger was billed. */
export type BilledRun = { bytesBilled: number; usd: number };

/** What is known before a run about what it will cost. */
export type CostHistory = {
  /** The newest finished runs of the same source, of whichever day. */
  source: readonly BilledRun[];
  /** The newest finished runs on the same engine, of whichever dataset: they tell its price. */
  engine: readonly BilledRun[];
};

/** What a run is expected to cost, and what that rests on. */
export type RunEstimate = BilledRun & { basis: 'recentRuns' | 'limit' };

/** Nineteen of twenty runs cost no more than their estimate. */
const share = 0.95;

/**
 * What a run may cost, by what runs before it cost: never more than its limit of bytes.
 *
 * @param bytesPerRun - past that many bytes a run is stopped
 * @returns nothing when no run before it tells
 */
export function estimateRun(
  history: CostHistory,
  bytesPerRun: number | undefined,
): RunEstimate | undefined {
  const most = limitOf(history, bytesPerRun);
  if (history.source.length === 0) return most && { ...most, basis: 'limit' };
  const usual = {
    bytesBilled: upper(history.source.map(({ bytesBilled }) => bytesBilled)),
    usd: upper(history.source.map(({ usd }) => usd)),
  };
  return { ...atMost(usual, most), basis: 'recentRuns' };
}

/** What the limit of bytes costs, where a run on the engine tells its price. */
export function limitOf(
  { source, engine }: CostHistory,
  bytesPerRun: number | undefined,
): BilledRun | undefined {
  const usdPerByte = priceOf([...source, ...engine]);
  if (bytesPerRun === undefined || usdPerByte === undefined) return undefined;
  return { bytesBilled: bytesPerRun, usd: bytesPerRun * usdPerByte };
}

/** An estimate that is not above what a run is stopped at. */
export function atMost(estimate: BilledRun, most: BilledRun | undefined): BilledRun {
  return most !== undefined && estimate.bytesBilled > most.bytesBilled ? most : estimate;
}

function priceOf(runs: readonly BilledRun[]): number | undefined {
  const priced = runs.find(({ bytesBilled }) => bytesBilled > 0);
  return priced && priced.usd / priced.bytesBilled;
}

function upper(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.ceil(share * sorted.length) - 1];
}
