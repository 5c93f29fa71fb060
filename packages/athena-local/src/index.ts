/**
 * A server that speaks Amazon Athena's wire protocol and runs queries on DuckDB, for development and tests.
 *
 * @packageDocumentation
 */
export { startAthenaLocal } from './startAthenaLocal';
export type { AthenaLocal } from './AthenaLocal';
export type { AthenaLocalOptions } from './AthenaLocalOptions';
export { ScaledClock, VirtualClock, type Clock } from './clock';
export { athenaErrorTypes, athenaFailure } from './executions/athenaErrorTypes';
export type { AthenaFailure } from './executions/AthenaFailure';
export type { LatencyModel } from './executions/LatencyModel';
export type { Workgroup } from './executions/Workgroup';
export {
  faultKinds,
  faultsOf,
  type Fault,
  type FaultKind,
  type FaultyOperation,
} from './faults/Fault';
export { FaultInjector, type FaultPlan, type InjectedFault } from './faults/FaultInjector';
export type { CallQuota, Quotas } from './limits/Quotas';
export type { CallCount } from './limits/CallCounts';
export type { LedgerEntry } from './bill/LedgerEntry';
export { minimumBilledBytes } from './bill/billedBytes';
export { athenaOperations, type AthenaOperation } from './wire/operations';
export type { TableDeclarations } from './lake/tableDeclarations';
export { runCommandLine } from './runCommandLine';
