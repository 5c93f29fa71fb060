import type { AthenaOperation } from '../wire/operations';

/** @public */
export type CallQuota = { perSecond: number; burst: number };

/**
 * What one account may do in one region.
 *
 * @public
 */
export type Quotas = {
  /** Queries that are queued or running, over all workgroups. */
  activeDml: number;
  activeDdl: number;
  calls: Record<AthenaOperation, CallQuota>;
};

/** Amazon's defaults in us-east-1. */
export const defaultQuotas: Quotas = {
  activeDml: 200,
  activeDdl: 20,
  calls: {
    StartQueryExecution: { perSecond: 20, burst: 80 },
    StopQueryExecution: { perSecond: 20, burst: 80 },
    GetQueryExecution: { perSecond: 100, burst: 200 },
    GetQueryResults: { perSecond: 100, burst: 200 },
    BatchGetQueryExecution: { perSecond: 20, burst: 40 },
    // Not published: as the other calls that look something up.
    GetWorkGroup: { perSecond: 5, burst: 20 },
    GetQueryRuntimeStatistics: { perSecond: 5, burst: 20 },
  },
};
