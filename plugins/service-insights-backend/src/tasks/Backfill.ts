import type { Day, Period } from 'backstage-plugin-service-insights-common';
import type { LoadedDataset } from '../definitions/LoadedDataset';
import { planBackfill } from '../plan/planBackfill';
import { keptDays } from '../plan/planDays';
import { enqueueDays, type WantedSourceDay } from './enqueueDays';
import { surveySources, type SurveyOptions } from './surveySources';

/** What reading days again takes. */
export type BackfillOptions = Omit<SurveyOptions, 'retryOperatorFailures'>;

/**
 * Reads days of a dataset again because someone asks for it, whether or not they are due. What is served stays until
 * each is read, and newer days of any dataset go first.
 */
export class Backfill {
  readonly #options: BackfillOptions;

  constructor(options: BackfillOptions) {
    this.#options = options;
  }

  /** The days of a range that can be read again: kept, not in flight, and with data. Newest first. */
  async days(dataset: LoadedDataset, range: Period): Promise<Day[]> {
    const wanted = await this.#wanted(dataset, range);
    return [...new Set(wanted.map(({ day }) => day))].sort().reverse();
  }

  /** Puts the days of a range into the queue, each once. @returns how many runs that were */
  async enqueue(dataset: LoadedDataset, range: Period): Promise<number> {
    return enqueueDays(dataset, await this.#wanted(dataset, range), this.#options.runs);
  }

  async #wanted(dataset: LoadedDataset, range: Period): Promise<WantedSourceDay[]> {
    const kept = keptDays(dataset.definition, this.#options.clock());
    const surveyed = await surveySources(dataset, kept, {
      ...this.#options,
      retryOperatorFailures: true,
    });
    return surveyed.flatMap(({ source, input }) =>
      planBackfill(range, input).map(day => ({ ...day, source })),
    );
  }
}
