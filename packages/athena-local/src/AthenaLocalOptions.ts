import type { Clock } from './clock';
import type { LatencyModel } from './executions/LatencyModel';
import type { Workgroup } from './executions/Workgroup';
import type { FaultPlan } from './faults/FaultInjector';
import type { TableDeclarations } from './lake/tableDeclarations';
import type { Quotas } from './limits/Quotas';

/**
 * What a server is made of. Only the tables must be given.
 *
 * @public
 */
export type AthenaLocalOptions = {
  /** The folder that the tables' files are in; nothing outside of it is read. */
  directory: string;
  /** `database.table` → files and format, as the DuckDB engine of service insights declares them. */
  tables: TableDeclarations;
  /** Partition columns that queries must name, by table, as Athena's injected projection. */
  injectedPartitions?: Readonly<Record<string, readonly string[]>>;
  /** By name; `primary` is always there. */
  workgroups?: Readonly<Record<string, Workgroup>>;
  /** 127.0.0.1 when left out. */
  host?: string;
  /** A free one when left out. */
  port?: number;
  /** Real time when left out. */
  clock?: Clock;
  latency?: Partial<LatencyModel>;
  quotas?: Partial<Omit<Quotas, 'calls'>> & { calls?: Partial<Quotas['calls']> };
  /** Key ids that are let in; all when left out. */
  accessKeyIds?: readonly string[];
  /** By how much the server's wall clock is ahead, for signatures and `Date`. */
  wallClockAheadMs?: number;
  /** How long result files are kept in S3; for ever when left out. Managed results are kept for a day. */
  resultFilesKeptForMs?: number;
  faults?: FaultPlan;
  /** Decides on everything that is drawn at random. */
  seed?: number;
};
