import type { Day, Period } from 'backstage-plugin-service-insights-common';
import type { ServiceDay } from '../publish/ServiceDay';
import type { FirstSeen } from './customerLifecycle';
import type { PublishedDay } from './DatasetSnapshot';
import type { RunFacts } from './runSituation';

/** What is served of a dataset. */
export type DatasetHead = { version: number | undefined; revision: number };

/** A version of a dataset: what every read is of. */
export type DatasetVersion = { datasetId: string; version: number };

/** Some services of a dataset, in some regions or all. */
export type ServiceScope = DatasetVersion & {
  services: readonly string[];
  regions: readonly string[] | undefined;
};

/** Totals of a service over days. */
export type ServiceTotals = {
  service: string;
  calls: number;
  serviceFaults: number;
  callerFaults: number;
  throttled: number;
};

/** What the events of a dataset suffered, and which of its days look unlike others. */
export type DataQuality = {
  /** Null when none was counted and an engine could not tell. */
  malformedEvents: number | null;
  duplicateEvents: number;
  unmappedEvents: number;
  suspiciousDays: number;
  /** Days that a suspicious reading did not replace. */
  keptDays: number;
};

/** A day whose newest run failed. The message may be shown to operators. */
export type FailedDay = { day: Day; errorClass: string; message: string };

/** A precomputed answer of a standard period, and the revision it is of. */
export type StandardPeriodRow = {
  service: string;
  period: string;
  revision: number;
  payload: Buffer;
};

/** What the portal's database keeps, as the read side asks for it. One method is one statement, unless it says otherwise. */
export interface RollupStore {
  /** What is served of each dataset that was ever published. */
  heads(datasetIds: readonly string[]): Promise<ReadonlyMap<string, DatasetHead>>;
  publishedDays(version: DatasetVersion): Promise<PublishedDay[]>;
  /** The runs of a day, of any attempt. */
  runsOf(version: DatasetVersion, sources: readonly string[], days: Period): Promise<RunFacts[]>;
  /** What is kept of the days of periods. */
  serviceDays(scope: ServiceScope, periods: readonly Period[]): Promise<ServiceDay[]>;
  /** The regions with calls in a period, of all regions. */
  regions(scope: ServiceScope, period: Period): Promise<string[]>;
  /** The last day with a call, up to a day and without some. */
  lastEventDay(scope: ServiceScope, until: Day, without: readonly Day[]): Promise<Day | undefined>;
  /** Which of the services have a day at all. */
  knownServices(scope: ServiceScope): Promise<string[]>;
  /** The first-seen days that were derived at a revision, united; nothing when they are not all of it. */
  firstSeen(scope: ServiceScope, revision: number): Promise<FirstSeen | undefined>;
  /** The customers of each day, as far back as they are kept: what first-seen days are derived from. */
  customerDays(scope: ServiceScope, period: Period): Promise<CustomerDay[]>;
  /** The interned id of a customer's key, if it was ever seen. */
  customerId(datasetId: string, key: string): Promise<number | undefined>;
  /** The version and the day it was made; nothing for the first, which replaced none. */
  newVersion(version: DatasetVersion): Promise<{ version: number; day: Day } | undefined>;
  customerNames(ids: readonly number[]): Promise<ReadonlyMap<number, string>>;
  standardPeriods(
    version: DatasetVersion,
    services: readonly string[],
    periods: readonly string[],
  ): Promise<StandardPeriodRow[]>;
  /** The newest day after another that has calls and is not finished, and since when it stands so. */
  openDay(
    version: DatasetVersion,
    sources: readonly string[],
    after: Day | undefined,
  ): Promise<{ day: Day; asOf: number } | undefined>;
  /** Totals by service over days, of some services or all. One statement per ten thousand services. */
  totals(
    scope: Omit<ServiceScope, 'services'> & { services: readonly string[] | undefined },
    days: readonly Day[],
  ): Promise<ServiceTotals[]>;
  quality(version: DatasetVersion, period: Period): Promise<DataQuality>;
  /** How many days have a run that is not over, or are due and wait for room in the queue. */
  waitingDays(version: DatasetVersion): Promise<number>;
  /** The newest failure that no later run of its day has made good. */
  lastFailure(version: DatasetVersion): Promise<FailedDay | undefined>;
}

/** The customer set of a service's day, still packed. */
export type CustomerDay = { service: string; region: string; day: Day; payload: Buffer };
