import type { Day } from 'backstage-plugin-service-insights-common';
import type { RunCost } from 'backstage-plugin-service-insights-node';
import type { DefinitionFingerprint } from '../definitions/definitionFingerprint';
import type { ClaimedRun } from '../runs/Run';
import type { CustomerDictionary } from './CustomerDictionary';
import type { CustomerKeyPolicy } from './customerKey';
import type { PackedServiceDay } from './packServiceDay';

/** A day that is ready to be published. */
export type PublishableDay = {
  /** `empty` when no event was found where events are expected. */
  state: 'complete' | 'open' | 'empty';
  services: readonly PackedServiceDay[];
  calls: number;
  resultRows: number;
  /** Unknown where the engine cannot tell. */
  malformedEvents: number | undefined;
  duplicateEvents: number;
  unmappedEvents: number;
  checksum: string;
  cost: RunCost;
  /** Whether a day without an event is a day like others, as the definition says. */
  emptyDay: 'missing' | 'zero';
};

/**
 * What publishing did. `published`: the day is replaced. `unchanged`: it already held just that. `kept`: what was found
 * is suspicious, and the good day stays (see `weighReading`). `lost`: the lease went to someone else, and nothing was
 * done.
 */
export type Publication = 'published' | 'unchanged' | 'kept' | 'lost';

/** What became of the days of the version before; `none`: there are none, or they were carried over before. */
export type CarriedOver = 'carried' | 'refused' | 'none';

/** The published days. Writing is here, reading is in `read/`. */
export interface DayStore {
  /** The number of the version with this fingerprint, which it gets when it is new. */
  versionOf(datasetId: string, fingerprint: DefinitionFingerprint): Promise<number>;

  /**
   * The customers of a dataset that this process has met lately, on days of the same month. Hold on to it from decoding
   * a day to packing it.
   */
  customersOf(datasetId: string, day: Day): CustomerDictionary;

  /** Gives the customers of a dictionary the ids they have in the database, or new ones. */
  intern(
    datasetId: string,
    dictionary: CustomerDictionary,
    policy: CustomerKeyPolicy,
    day: Day,
  ): Promise<void>;

  /** Lets go of the keys of customers in memory, when some of them were erased since it was last called. */
  forgetErased(): Promise<void>;

  /** Ends a run by replacing its day as a whole: all in one transaction, or nothing. */
  publish(run: ClaimedRun, day: PublishableDay): Promise<Publication>;

  /**
   * Serves a version in place of the one before, at once, with the days of that one: they stay as they were read.
   *
   * @returns `refused` when rows of the two versions cannot stand side by side, so that all days have to be read again
   */
  carryOver(datasetId: string, version: number): Promise<CarriedOver>;

  /**
   * Serves a version in place of the one before, once it covers what that one covers.
   *
   * @param from - days before are not kept any more
   * @param isOutOfReach - days that cannot be covered and need not be: the lake holds no data of them any more, or the
   *   definition fails on them
   * @returns whether the version is served
   */
  promote(
    datasetId: string,
    version: number,
    from: Day,
    isOutOfReach: (day: Day) => boolean,
  ): Promise<boolean>;

  /** Removes days before `from`, and all of versions that are neither this one nor served. @returns days removed */
  removeOld(datasetId: string, version: number, from: Day): Promise<number>;
}
