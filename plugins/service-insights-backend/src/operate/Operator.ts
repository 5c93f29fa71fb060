import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type {
  BackfillAnswer,
  BackfillRequest,
  ErasureAnswer,
  ErasureRequest,
  OperatedDatasetsAnswer,
  OperatedRun,
  PauseRequest,
  PausesAnswer,
  PlanAnswer,
  RefreshAnswer,
  RunsAnswer,
  RunsQuery,
} from 'backstage-plugin-service-insights-common';
import type { Request } from 'express';

/** Who operates: their credentials, and the request they came with, for the audit log. */
export type Operating = { credentials: BackstageCredentials; request: Request };

/** What operators may see and do. Every route goes through it, so that nothing is seen or done unasked and unlogged. */
export interface Operator {
  runs(query: RunsQuery, operating: Operating): Promise<RunsAnswer>;
  /** @throws NotFoundError */
  run(id: string, operating: Operating): Promise<OperatedRun>;
  datasets(operating: Operating): Promise<OperatedDatasetsAnswer>;
  /**
   * The days of a dataset that are due, and why. Nothing is put into the queue.
   *
   * @throws NotFoundError
   */
  plan(datasetId: string, operating: Operating): Promise<PlanAnswer>;
  /**
   * Puts into the queue what is due of a dataset, now.
   *
   * @throws NotFoundError
   */
  refresh(datasetId: string, operating: Operating): Promise<RefreshAnswer>;
  /**
   * Says what reading a range of days again would cost; and has it done when that was confirmed.
   *
   * @throws NotFoundError
   * @throws InputError when the confirmation is of something else, or too old
   */
  backfill(
    datasetId: string,
    asked: BackfillRequest,
    operating: Operating,
  ): Promise<BackfillAnswer>;
  /**
   * Starts no more runs: of a dataset, or none at all.
   *
   * @param datasetId - nothing for all datasets
   * @throws NotFoundError
   */
  pause(
    datasetId: string | undefined,
    asked: PauseRequest,
    operating: Operating,
  ): Promise<PausesAnswer>;
  /**
   * Ends what {@link pause} began.
   *
   * @param datasetId - nothing for all datasets
   * @throws NotFoundError
   */
  resume(datasetId: string | undefined, operating: Operating): Promise<PausesAnswer>;
  /**
   * Forgets a customer.
   *
   * @throws NotFoundError
   */
  erase(asked: ErasureRequest, operating: Operating): Promise<ErasureAnswer>;
}
