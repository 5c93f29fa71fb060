import { planDays } from '../plan/planDays';
import type { WantedSourceDay } from './enqueueDays';
import type { SurveyedSource } from './surveySources';

/** The days that are due, of all sources of a dataset. Newest first. */
export function planSources(surveyed: readonly SurveyedSource[]): WantedSourceDay[] {
  return surveyed
    .flatMap(({ source, input }) => planDays(input).map(day => ({ ...day, source })))
    .sort((a, b) => b.day.localeCompare(a.day));
}
