import type { Clock } from './clock';
import type { Execution } from './executions/Execution';
import type { Lifecycle } from './executions/Lifecycle';
import type { ReusableResults } from './executions/ReusableResults';
import type { Workgroup } from './executions/Workgroup';
import type { Credentials } from './http/Credentials';
import type { FaultInjector } from './faults/FaultInjector';
import type { CallBuckets } from './limits/CallBuckets';
import type { CallCounts } from './limits/CallCounts';
import type { Quotas } from './limits/Quotas';
import type { ResultStore } from './results/ResultStore';

/**
 * One account in one region: all that operations read and change.
 *
 * @internal
 */
export type Athena = {
  readonly clock: Clock;
  readonly quotas: Quotas;
  readonly workgroups: Map<string, Workgroup>;
  readonly executions: Map<string, Execution>;
  /** Those that are queued or running. */
  readonly active: Set<Execution>;
  /** Client request token → the query it started, for as long as the server lives. */
  readonly tokens: Map<string, string>;
  readonly lifecycle: Lifecycle;
  readonly results: ResultStore;
  readonly reusable: ReusableResults;
  readonly faults: FaultInjector;
  readonly credentials: Credentials;
  readonly buckets: CallBuckets;
  readonly calls: CallCounts;
};
