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
  const portion = nextPortion(planSources(surveyed), {
    inFlight: surveyed.flatMap(inFlightOf),
    provenSources: new Set(surveyed.filter(isProven).map(({ source }) => source)),
    newestFrom: addDays(kept.lastComplete, -definition.lookback),
  });
  const enqueued = await enqueueDays(dataset, portion, runs);

  const isGone = (day: Day) =>
    surveyed.length === dataset.sources.length &&
    surveyed.every(({ input: { sourceDays } }) => sourceDays !== undefined && !sourceDays.has(day));
  const isServed = await days.promote(definition.id, version, kept.from, isGone);
  const removedDays = await days.removeOld(definition.id, version, kept.from);
  return { enqueued, carried, isServed, removedDays };
}

function inFlightOf({ source, input: { known } }: SurveyedSource) {
  return known.filter(({ isInFlight }) => isInFlight).map(({ day }) => ({ source, day }));
}

/** Whether this version has read a day of the source, so that it is not a definition that can only fail. */
function isProven({ input: { known } }: SurveyedSource): boolean {
  return known.some(({ published }) => published && !published.isOfOlderDefinition);
}
