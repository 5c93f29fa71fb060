import { eachDay, type Period } from 'backstage-plugin-service-insights-common';
import { keptDays, type PlanInput, type WantedDay } from './planDays';

/**
 * The days of a range that can be read again: those that are kept and not in flight, and of which the lake has data where
 * the engine can tell and an empty day is not zero.
 *
 * @returns newest first
 */
export function planBackfill(range: Period, input: PlanInput): WantedDay[] {
  const { definition, nowMs, sourceDays } = input;
  const { from, today } = keptDays(definition, nowMs);
  const first = range.from > from ? range.from : from;
  const last = range.to < today ? range.to : today;
  const known = new Map(input.known.map(day => [day.day, day]));
  return eachDay(first, last)
    .reverse()
    .filter(day => {
      const hasData = !sourceDays || sourceDays.has(day) || definition.emptyDay === 'zero';
      return hasData && !known.get(day)?.isInFlight;
    })
    .map(day => ({
      day,
      reason: 'asked' as const,
      sourceVersion: sourceDays?.get(day),
      knownRuns: known.get(day)?.runs ?? 0,
    }));
}
