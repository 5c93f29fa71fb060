import type { Day } from 'backstage-plugin-service-insights-common';
import type { BilledRun } from './estimateRun';

/** What the runs of the ledger were billed. */
export interface CostLedger {
  /** The newest finished runs of a dataset's source, thirty at most. */
  recentRuns(datasetId: string, source: string): Promise<BilledRun[]>;

  /** The newest finished run of any dataset that was billed for something, on one of some sources. */
  billedRun(sources: readonly string[]): Promise<BilledRun | undefined>;

  /** The newest finished run of each of some days of a dataset's source. */
  runsOfDays(datasetId: string, source: string, days: readonly Day[]): Promise<Map<Day, BilledRun>>;
}
