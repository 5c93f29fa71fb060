import type {
  BackfillAnswer,
  Day,
  ErasureAnswer,
  OperatedDataset,
  OperatedPause,
  Period,
} from 'backstage-plugin-service-insights-common';
import type { LoadedDataset } from '../definitions/LoadedDataset';

/** What a backfill would cost. */
export type Estimate = Extract<BackfillAnswer, { status: 'estimated' }>['estimate'];

/** What the other stages let an operator see and move. */
export interface Levers {
  /** Plans a dataset now. @returns how many runs were put into the queue */
  refresh(dataset: LoadedDataset): Promise<number>;

  /** The days of a range that can be read: those that are kept. */
  backfillDays(dataset: LoadedDataset, range: Period): readonly Day[];

  estimate(dataset: LoadedDataset, days: readonly Day[]): Promise<Estimate>;

  /** Puts the days of a range into the queue. @returns how many runs that were */
  backfill(dataset: LoadedDataset, range: Period): Promise<number>;

  /** The pauses that hold, of everything and of datasets. */
  pauses(): Promise<OperatedPause[]>;

  /** @param dataset - nothing for all */
  pause(
    dataset: LoadedDataset | undefined,
    pause: { by: string; reason: string; untilMs: number | undefined },
  ): Promise<void>;

  /** Ends a pause, and lets a definition that could only fail be tried again. */
  resume(dataset: LoadedDataset | undefined): Promise<void>;

  breaker(dataset: LoadedDataset): Promise<OperatedDataset['breaker']>;

  suspiciousDays(
    dataset: LoadedDataset,
    version: number,
  ): Promise<OperatedDataset['suspiciousDays']>;

  /** What may be spent by all datasets. */
  limits: { usdPerDay?: number; usdPerMonth?: number };

  /** Forgets a customer in datasets. */
  erase(datasets: readonly LoadedDataset[], customer: string): Promise<ErasureAnswer['datasets']>;
}
