import { addDays, daysFrom, type Day } from 'backstage-plugin-service-insights-common';
import type { Suspicion } from './Suspicion';

/** What a day of one source is judged by. */
export type DayFigures = {
  day: Day;
  calls: number;
  /** Services with a call; unknown for days that were published before these were counted. */
  services: number | undefined;
  /** Unknown where the engine cannot tell. */
  malformedEvents: number | undefined;
  duplicateEvents: number;
  unmappedEvents: number;
};

/** How far back a day is compared: four weeks, so that each weekday was seen a few times. */
export const comparedDays = 28;

/** With fewer days before it, nobody knows what is usual. */
const leastHistory = 7;
const recentDays = 14;

/** Below this, a day's calls are few enough to go up and down by themselves. */
export const leastCalls = 1_000;
const leastServices = 5;

/** A holiday may have a third of a usual day's calls, and a campaign several times as many. */
const fewCalls = 0.25;
const manyCalls = 5;
const fewServices = 0.5;

/** A share is suspicious when it is no small one, and a multiple of what is usual. */
const shares = {
  malformed: { least: 0.01, times: 5, of: malformedShare },
  duplicates: { least: 0.1, times: 5, of: duplicateShare },
  unmapped: { least: 0.05, times: 5, of: unmappedShare },
} as const;

/**
 * Judges a complete day by the complete days of the same source before it: by its own weekday in the last four weeks,
 * and by the last two weeks, whichever makes it look more usual. So a Sunday is not taken for an outage, nor the first
 * working day after a holiday for a flood.
 *
 * @param past - days of the same source; those that are not within the four weeks before do not count
 * @param emptyDay - `zero`: the definition says that a day without an event is a day like others
 * @returns what is unusual; nothing for an ordinary day, and where there are too few days or calls to tell
 */
export function judgeDay(
  found: DayFigures,
  past: readonly DayFigures[],
  emptyDay: 'missing' | 'zero',
): Suspicion[] {
  if (found.calls === 0 && emptyDay === 'zero') return [];
  const usual = usualOf(found.day, past);
  if (usual === undefined) return [];
  return [
    ...suspiciousCalls(found, usual),
    ...suspiciousServices(found, usual),
    ...suspiciousShares(found, usual.recent),
  ];
}

type Usual = { sameWeekday: readonly DayFigures[]; recent: readonly DayFigures[] };

function usualOf(day: Day, past: readonly DayFigures[]): Usual | undefined {
  const earliest = addDays(day, -comparedDays);
  const before = past
    .filter(other => other.day >= earliest && other.day < day)
    .sort((a, b) => b.day.localeCompare(a.day));
  const sameWeekday = before.filter(other => daysFrom(other.day, day) % 7 === 0);
  if (before.length < leastHistory || sameWeekday.length === 0) return undefined;
  return { sameWeekday, recent: before.slice(0, recentDays) };
}

function suspiciousCalls({ calls }: DayFigures, { sameWeekday, recent }: Usual): Suspicion[] {
  const typical = [sameWeekday, recent].map(days => median(days.map(day => day.calls)));
  const least = Math.min(...typical);
  const most = Math.max(...typical);
  if (least >= leastCalls && calls < least * fewCalls) {
    return [{ kind: 'fewCalls', expected: least, found: calls }];
  }
  if (most >= leastCalls && calls > most * manyCalls) {
    return [{ kind: 'manyCalls', expected: most, found: calls }];
  }
  return [];
}

function suspiciousServices({ services }: DayFigures, { sameWeekday, recent }: Usual): Suspicion[] {
  const typical = [sameWeekday, recent].map(days =>
    median(days.flatMap(day => day.services ?? [])),
  );
  const expected = Math.min(...typical);
  const isSuspicious =
    services !== undefined && expected >= leastServices && services < expected * fewServices;
  return isSuspicious ? [{ kind: 'fewServices', expected, found: services }] : [];
}

function suspiciousShares(found: DayFigures, recent: readonly DayFigures[]): Suspicion[] {
  if (eventsOf(found) < leastCalls) return [];
  return (['malformed', 'duplicates', 'unmapped'] as const).flatMap(kind => {
    const { least, times, of } = shares[kind];
    const share = of(found);
    const usual = recent.flatMap(day => of(day) ?? []);
    if (share === undefined || usual.length < leastHistory) return [];
    const expected = median(usual);
    const isSuspicious = share > least && share > expected * times;
    return isSuspicious ? [{ kind, expected, found: share }] : [];
  });
}

function malformedShare(day: DayFigures): number | undefined {
  if (day.malformedEvents === undefined) return undefined;
  return day.malformedEvents / Math.max(1, eventsOf(day));
}

function duplicateShare(day: DayFigures): number | undefined {
  return day.duplicateEvents / Math.max(1, eventsOf(day));
}

function unmappedShare(day: DayFigures): number | undefined {
  return day.unmappedEvents / Math.max(1, eventsOf(day));
}

function eventsOf(day: DayFigures): number {
  return day.calls + day.unmappedEvents + day.duplicateEvents + (day.malformedEvents ?? 0);
}

/** The lower of the two in the middle; 0 of nothing. */
function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
}
