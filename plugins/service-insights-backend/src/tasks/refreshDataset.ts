import { addDays, type Day } from 'backstage-plugin-service-insights-common';
import type { LoadedDataset } from '../definitions/LoadedDataset';
import { keptDays } from '../plan/planDays';
import { nextPortion } from '../plan/nextPortion';
import type { CarriedOver, DayStore } from '../publish/DayStore';
import { enqueueDays } from './enqueueDays';
import { planSources } from './planSources';
import { surveySources, type SurveyedSource, type SurveyOptions } from './surveySources';

/** What refreshing needs. */
export type RefreshOptions = SurveyOptions & { days: DayStore };

/** What a refresh found. */
export type Refreshed = {
  enqueued: number;
  /** Days that are due as well, and wait for room in the queue. */
  behind: number;
  carried: CarriedOver;
  isServed: boolean;
  removedDays: number;
};

/**
 * Compares the days a dataset should have with those it has, and puts the difference into the queue, the newest first
 * and not all at once; serves a new version, with the days of the one before where the definition keeps them, or else
 * once it covers what that one covers; and removes what is not kept any more.
 *
 * Doing it twice, or on several replicas at once, does no more than doing it once.
 */
export async function refreshDataset(
  dataset: LoadedDataset,
  options: RefreshOptions,
): Promise<Refreshed> {
  const { definition, version } = dataset;
  const { days, runs, clock } = options;
  const carried =
    definition.onChange === 'rebuild' ? 'none' : await days.carryOver(definition.id, version);
  const kept = keptDays(definition, clock());
  const surveyed = await surveySources(dataset, kept, options);
  const wanted = planSources(surveyed);
  const portion = nextPortion(wanted, {
    inFlight: surveyed.flatMap(inFlightOf),
    provenSources: new Set(surveyed.filter(isProven).map(({ source }) => source)),
    newestFrom: addDays(kept.lastComplete, -definition.lookback),
  });
  const enqueued = await enqueueDays(dataset, portion, runs);

  const isOutOfReach = outOfReach(surveyed, dataset.sources.length);
  const isServed = await days.promote(definition.id, version, kept.from, isOutOfReach);
  const removedDays = await days.removeOld(definition.id, version, kept.from);
  return { enqueued, behind: wanted.length - portion.length, carried, isServed, removedDays };
}

/** Failing so often for its definition, and a day apart at least, a day does not hold up a new version any more. */
const hopelessAfter = 2;

/** Which days a version can never have: the lake has lost them, or the definition fails on them. */
function outOfReach(surveyed: readonly SurveyedSource[], sources: number): (day: Day) => boolean {
  const failing = new Set(
    surveyed
      .flatMap(({ input }) => input.known)
      .filter(({ failure }) => failure?.class === 'definition' && failure.times >= hopelessAfter)
      .map(({ day }) => day),
  );
  return day =>
    failing.has(day) ||
    (surveyed.length === sources &&
      surveyed.every(
        ({ input: { sourceDays } }) => sourceDays !== undefined && !sourceDays.has(day),
      ));
}

function inFlightOf({ source, input: { known } }: SurveyedSource) {
  return known.filter(({ isInFlight }) => isInFlight).map(({ day }) => ({ source, day }));
}

/** Whether this version has read a day of the source, so that it is not a definition that can only fail. */
function isProven({ input: { known } }: SurveyedSource): boolean {
  return known.some(({ published }) => published && !published.isOfOlderDefinition);
}
