import type { LoadedDataset } from '../definitions/LoadedDataset';
import { keptDays } from '../plan/planDays';
import type { WantedSourceDay } from '../tasks/enqueueDays';
import { planSources } from '../tasks/planSources';
import { surveySources, type SurveyOptions } from '../tasks/surveySources';

/** The days of a dataset that planning would put into the queue, sooner or later; newest first. */
export async function dueDays(
  dataset: LoadedDataset,
  options: Omit<SurveyOptions, 'retryOperatorFailures'>,
): Promise<WantedSourceDay[]> {
  const kept = keptDays(dataset.definition, options.clock());
  const surveyed = await surveySources(dataset, kept, { ...options, retryOperatorFailures: false });
  return planSources(surveyed);
}
