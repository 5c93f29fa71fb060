import type { Cell } from '../results/QueryResult';
import type { ResultColumn } from '../results/ResultColumn';

/** A statement that was understood: what it will read, and how to run it. */
export type QueryPlan = {
  /** Bytes it will scan; nothing when it reads no table. */
  bytes: number | undefined;
  /**
   * @throws QueryFailed with what Athena would say
   */
  run(signal: AbortSignal): Promise<{ columns: readonly ResultColumn[]; rows: Cell[][] }>;
};
