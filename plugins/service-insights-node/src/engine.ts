import type { Day } from 'backstage-plugin-service-insights-common';
import type { TypedValue } from 'service-insights-trino-sql';

/**
 * An engine runs Trino SQL over a lake. The backend plans, pays for, retries and publishes runs; an engine only starts
 * them, tells how they are doing, hands out their rows and stops them. Implementing this interface and registering it
 * with {@link serviceInsightsEnginesExtensionPoint} is all a new engine takes.
 *
 * @public
 */
export interface Engine {
  /** The name definitions use for it, unique in the portal. */
  readonly name: string;

  /** How many runs are worth having in flight at once, those that wait inside of the engine included; 4 when left out. */
  readonly concurrency?: number;

  /**
   * Starts a run and returns without waiting for it.
   *
   * @param statement - one SELECT in Trino SQL
   * @param options - `token`: 64 hex characters that name the attempt. An engine that is started twice with the same
   *   token must not execute twice, but return the first run's id. `bytesLimit`: stop the run past that many bytes.
   * @returns the engine's own id of the run
   * @throws {@link EngineError} when the run was not started
   */
  start(
    statement: EngineStatement,
    options: { token: string; bytesLimit?: number },
  ): Promise<string>;

  /**
   * How runs are doing, many at once. An id the engine does not know is missing from the answer.
   */
  status(ids: readonly string[]): Promise<Map<string, EngineRunStatus>>;

  /**
   * The rows of a run that succeeded, in batches. Reading can be repeated.
   *
   * @throws {@link EngineError} when the rows cannot be read, or are gone
   */
  rows(id: string, options: { signal?: AbortSignal }): AsyncIterable<EngineRowBatch>;

  /**
   * Asks for a run to end. Ending it is up to the engine: read {@link Engine.status} until it is terminal.
   */
  stop(id: string): Promise<void>;

  /**
   * Proves, without reading data, that a statement can run and reads only what it declares.
   *
   * @throws {@link EngineError} of class `definition` with what is wrong
   */
  validate?(statement: EngineStatement): Promise<void>;

  /**
   * Which days of a table hold data, and in which state, where the engine can tell without a scan: a text that differs
   * when the day's data differs. A day that is not in the answer has no data.
   *
   * @returns nothing when the engine cannot tell
   */
  sourceDays?(source: SourceDaysRequest): Promise<Map<Day, string> | undefined>;

  /** Lets go of what the engine holds. */
  close?(): Promise<void>;
}

/**
 * What an engine runs.
 *
 * @public
 */
export type EngineStatement = {
  /** One SELECT in Trino SQL, with `?` for each parameter. */
  sql: string;
  /** The values for the question marks, in order. */
  parameters: readonly TypedValue[];
  /** The only tables it may read, and which of their partitions. */
  reads: readonly TableRead[];
};

/**
 * The part of a table a statement reads.
 *
 * @public
 */
export type TableRead = {
  /** `database.table` as in the definition. */
  table: string;
  /** The values its partition column is bound to. */
  partition: { column: string; values: readonly string[] };
};

/**
 * Asks which days of a table hold data.
 *
 * @public
 */
export type SourceDaysRequest = {
  table: string;
  /** The partition column, and the partition's value for a day. */
  partition: { column: string; valueOf(day: Day): string };
  from: Day;
  to: Day;
};

/**
 * A column of a result with its Trino type, as `varchar`, `bigint` or `double`.
 *
 * @public
 */
export type EngineColumn = { name: string; type: string };

/**
 * A value of a result: bigint and decimal never pass through a float. A decimal, date or timestamp is text, as Trino
 * prints it.
 *
 * @public
 */
export type EngineValue = string | number | bigint | boolean | null;

/**
 * Some rows of a result.
 *
 * @public
 */
export type EngineRowBatch = {
  columns: readonly EngineColumn[];
  rows: readonly (readonly EngineValue[])[];
};

/**
 * What a run cost, in exact bytes.
 *
 * @public
 */
export type RunCost = {
  bytesScanned: number;
  /** What is paid for: at least the engine's minimum, and nothing where the run is free. */
  bytesBilled: number;
  usd: number;
};

/**
 * How a run is doing.
 *
 * @public
 */
export type EngineRunStatus =
  | { state: 'queued' | 'running' }
  | {
      state: 'succeeded';
      cost: RunCost;
      /** Whether the engine answered from an earlier result. */
      reused: boolean;
      /** Lines of the source that could not be read as events, where the engine can tell. */
      malformedEvents?: number;
    }
  | { state: 'failed'; cost: RunCost; error: EngineFailure }
  | { state: 'cancelled'; cost: RunCost; by: 'stop' | 'user' | 'cutoff' };

/**
 * Whose turn it is after a failure, which decides what happens next.
 *
 * `transient`: try again soon. `throttled`: try again later, without counting the attempt. `definition`: the author
 * must change the definition; trying again cannot help. `operator`: configuration or permission is wrong. `budget`:
 * the run would cost more than it may.
 *
 * @public
 */
export type EngineErrorClass = 'transient' | 'throttled' | 'definition' | 'operator' | 'budget';

/**
 * Why a run failed, in words that may be shown to who operates the portal: no ARN, bucket, path or SQL.
 *
 * @public
 */
export type EngineFailure = { class: EngineErrorClass; code: string; message: string };
