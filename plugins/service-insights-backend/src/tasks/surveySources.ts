import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Day } from 'backstage-plugin-service-insights-common';
import type { LoadedDataset } from '../definitions/LoadedDataset';
import type { PlanStore } from '../plan/PlanStore';
import type { PlanInput } from '../plan/planDays';
import type { RunStore } from '../runs/RunStore';
import type { SourceCalendar } from './SourceCalendar';

/** What surveying a dataset takes. */
export type SurveyOptions = {
  calendar: SourceCalendar;
  runs: RunStore;
  plans: PlanStore;
  clock: () => number;
  logger: LoggerService;
  /** See {@link PlanInput}. */
  retryOperatorFailures: boolean;
};

/** A source of a dataset, and what planning it is made from. */
export type SurveyedSource = { source: string; input: PlanInput };

/**
 * Looks up what a dataset has and what its lakes have. A source whose engine does not answer is left out, so that it
 * holds up no other.
 *
 * @param kept - the days that are kept
 */
export async function surveySources(
  dataset: LoadedDataset,
  kept: { from: Day; today: Day },
  options: SurveyOptions,
): Promise<SurveyedSource[]> {
  const { definition, version, sources } = dataset;
  const { calendar, runs, plans, clock, logger, retryOperatorFailures } = options;
  const forgivenUntilMs = await plans.breakerResetAtMs(definition.id);
  const surveyed = await Promise.all(
    sources.map(async (source): Promise<SurveyedSource | undefined> => {
      try {
        // The lake first: what is published meanwhile is known then.
        const sourceDays = await calendar.daysOf(dataset, source, kept);
        const known = await runs.knownDays({
          datasetId: definition.id,
          version,
          source: source.name,
        });
        const nowMs = clock();
        return {
          source: source.name,
          input: { definition, nowMs, known, sourceDays, retryOperatorFailures, forgivenUntilMs },
        };
      } catch (error) {
        logger.warn(`Source ${source.name} of ${definition.id} could not be planned: ${error}`);
        return undefined;
      }
    }),
  );
  return surveyed.filter(source => source !== undefined);
}
