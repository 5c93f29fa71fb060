/**
 * Where a query's time goes, in milliseconds of the server's clock.
 *
 * @public
 */
export type LatencyModel = {
  /** The shortest and the longest wait in the queue. */
  queueMs: readonly [number, number];
  preProcessingMs: number;
  planningMs: number;
  /** What every query takes to execute. */
  engineMs: number;
  /** What it takes more when it reads a table at all. */
  tableMs: number;
  bytesPerMs: number;
  /** The whole run of a query that is answered by an earlier result. */
  reuseMs: number;
};

/** Gives 283–340 ms for a query without a table, about a second for a small one, and 30 MB a second on top. */
export const defaultLatency: LatencyModel = {
  queueMs: [50, 90],
  preProcessingMs: 60,
  planningMs: 60,
  engineMs: 120,
  tableMs: 700,
  bytesPerMs: 30_000,
  reuseMs: 110,
};
