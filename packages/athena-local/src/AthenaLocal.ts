import type { LedgerEntry } from './bill/LedgerEntry';
import type { Clock } from './clock';
import type { Workgroup } from './executions/Workgroup';
import type { FaultyOperation } from './faults/Fault';
import type { FaultInjector } from './faults/FaultInjector';
import type { Credentials } from './http/Credentials';
import type { CallCount } from './limits/CallCounts';

/**
 * A server that runs, and what a test may look at and change behind its clients' backs.
 *
 * @public
 */
export type AthenaLocal = {
  /** For the clients of Athena and of S3 (path style) alike. */
  readonly endpoint: string;
  readonly clock: Clock;
  readonly faults: FaultInjector;
  readonly credentials: Pick<Credentials, 'expire'>;
  /** How often an operation was called, with every retry of the SDK, and how often it was throttled. */
  calls(operation: FaultyOperation): CallCount;
  /** The bill: one line for each query, in the order of their start. */
  ledger(): LedgerEntry[];
  /** Adds a workgroup, or changes one. */
  setWorkgroup(name: string, workgroup: Workgroup): void;
  /** Deletes a query's result, as a lifecycle rule would. */
  expireResult(queryExecutionId: string): void;
  /** Ends all queries and connections. */
  close(): Promise<void>;
};
