import type { Day } from 'backstage-plugin-service-insights-common';
import type { RunCost } from 'backstage-plugin-service-insights-node';
import type { ClaimedRun } from '../runs/Run';
import type { CustomerKeyPolicy } from './customerKey';
import type { ServiceDay } from './ServiceDay';

/** A day that is ready to be published. */
export type PublishableDay = {
  /** `empty` when no event was found where events are expected. */
  state: 'complete' | 'open' | 'empty';
  services: readonly ServiceDay[];
  calls: number;
  resultRows: number;
  malformedEvents: number;
  duplicateEvents: number;
  unmappedEvents: number;
  checksum: string;
  cost: RunCost;
};

/**
 * What publishing did. `published`: the day is replaced. `unchanged`: it already held just that. `kept`: nothing was
 * found, and the good day stays. `lost`: the lease went to someone else, and nothing was done.
 */
export type Publication = 'published' | 'unchanged' | 'kept' | 'lost';

/** The published days. Writing is here, reading is in `read/`. */
export interface DayStore {
  /** The number of the version with this fingerprint, which it gets when it is new. */
  versionOf(datasetId: string, fingerprint: string): Promise<number>;

  /** The interned ids of customers, each of which gets one when it is new. */
  customerIds(
    datasetId: string,
    keys: ReadonlySet<string>,
    policy: CustomerKeyPolicy,
  ): Promise<ReadonlyMap<string, number>>;

  /** Ends a run by replacing its day as a whole: all in one transaction, or nothing. */
  publish(run: ClaimedRun, day: PublishableDay): Promise<Publication>;

  /**
   * Serves a version in place of the one before, once it covers what that one covers.
   *
   * @param from - days before are not kept any more
   * @param isGone - days the lake holds no data of any more cannot be covered and need not be
   * @returns whether the version is served
   */
  promote(
    datasetId: string,
    version: number,
    from: Day,
    isGone: (day: Day) => boolean,
  ): Promise<boolean>;

  /** Removes days before `from`, and all of versions that are neither this one nor served. @returns days removed */
  removeOld(datasetId: string, version: number, from: Day): Promise<number>;
}
