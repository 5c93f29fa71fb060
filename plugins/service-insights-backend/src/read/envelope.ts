import {
  addDays,
  dayOf,
  envelopeStatuses,
  startOfDay,
  type Day,
  type Envelope,
  type EnvelopeStatus,
  type Period,
} from 'backstage-plugin-service-insights-common';
import type { RefreshPause } from '../budget/RefreshPause';
import { newestDueDay, type DatasetSnapshot } from './DatasetSnapshot';
import type { RunSituation } from './runSituation';
import type { Tally } from './Tally';

/** Numbers are stale when the next day should have been there for longer than this. */
const staleAfterMs = 2 * 3_600_000;

/** So many failed runs of a day in a row are no accident. */
const failingAfter = 3;

/** What the envelope says about the service itself. */
export type ServiceFacts = {
  /** Calls of the period, in the regions asked for. */
  calls: number;
  /** Whether names of customers were left out because there are few. */
  namesHidden: boolean;
  /** The last complete day with a call. */
  lastEventDay: Day | null;
};

/** A day that is published but not finished. */
export type OpenDay = {
  day: Day;
  /** When it was read, in milliseconds since 1970. */
  asOf: number;
  tally: Tally;
};

/** What an envelope is made from. */
export type EnvelopeFacts = {
  insightId: string;
  snapshot: DatasetSnapshot;
  period: Period;
  previous: Period | undefined;
  runs: RunSituation;
  /** Why no new day is read; nothing when they are. */
  pause: RefreshPause | undefined;
  service: ServiceFacts;
  /** The running day, with the service's calls of it so far. */
  openDay: OpenDay | undefined;
  /** How long after its end a day is due, in milliseconds. */
  lagMs: number;
  /** Milliseconds since 1970. */
  now: number;
};

/** What stands beside a number: how far it goes, how complete and how fresh it is, and by which definition. */
export function envelope(facts: EnvelopeFacts): Envelope {
  const { snapshot, period, previous, service, openDay, now } = facts;
  const newestDue = newestDueDay(now, facts.lagMs);
  const { partialSources, ...completeness } = snapshot.completeness(period, newestDue);
  const statuses = statusesOf(facts, completeness);
  const reason = previous ? whyNotComparable(snapshot, period, previous) : undefined;
  return {
    status: statuses[0] ?? 'ok',
    also: statuses.slice(1),
    asOf: instant(now),
    timeZone: 'UTC',
    period,
    previousPeriod: previous ?? null,
    dataThrough: snapshot.dataThrough ?? null,
    inProgress: openDay
      ? { day: openDay.day, asOf: instant(openDay.asOf), ...openDay.tally }
      : null,
    historyStart: snapshot.historyStart ?? null,
    completeness: { ...completeness, partialRegions: partialSources },
    comparable: {
      previous: previous !== undefined && reason === undefined,
      reason: reason ?? null,
    },
    definition: { insightId: facts.insightId, version: snapshot.version },
    definitionChanges: snapshot.definitionChanges(period),
    lastRun: facts.runs.lastRun && {
      state: facts.runs.lastRun.state,
      finishedAt: optionalInstant(facts.runs.lastRun.finishedAt),
      consecutiveFailures: facts.runs.consecutiveFailures,
    },
    refresh: {
      nextAt: optionalInstant(nextRefresh(facts, newestDue)),
      paused: pausedOf(facts),
    },
    lastEventDay: service.lastEventDay,
  };
}

type NotComparableReason = NonNullable<Envelope['comparable']['reason']>;

/** Why two periods cannot be compared; nothing when they can. */
export function whyNotComparable(
  snapshot: DatasetSnapshot,
  period: Period,
  previous: Period,
): NotComparableReason | undefined {
  const reasons = [snapshot.whyNotComparable(period), snapshot.whyNotComparable(previous)];
  const lacking = reasons.find(reason => reason === 'noHistory') ?? reasons.find(Boolean);
  if (lacking) return lacking;
  return snapshot.isOfOneVersion([period, previous]) ? undefined : 'versionChange';
}

/** Everything that holds, the worst first. */
function statusesOf(
  facts: EnvelopeFacts,
  completeness: { expectedDays: number; presentDays: number },
): EnvelopeStatus[] {
  const { snapshot, service, runs, now, lagMs } = facts;
  const { dataThrough } = snapshot;
  if (!dataThrough)
    return runs.consecutiveFailures >= failingAfter ? ['pending', 'failing'] : ['pending'];
  const paused = pausedOf(facts);
  const { expectedDays, presentDays } = completeness;
  const nextIsDueAt = startOfDay(addDays(dataThrough, 2)) + lagMs;
  const holds: Partial<Record<EnvelopeStatus, boolean>> = {
    noData: service.calls === 0 && (presentDays > 0 || expectedDays === 0),
    failing: runs.consecutiveFailures >= failingAfter,
    overBudget: paused?.reason === 'budget',
    paused: paused?.reason === 'operator',
    stale: now > nextIsDueAt + staleAfterMs,
    partial: presentDays < expectedDays,
    suppressed: service.namesHidden,
  };
  return envelopeStatuses.filter(status => holds[status]);
}

/** A run that passed its own limit of bytes is tried again, but nobody knows which day will fit. */
function pausedOf({ pause, runs }: EnvelopeFacts): Envelope['refresh']['paused'] {
  if (pause === undefined) return runs.overBudget ? { reason: 'budget', until: null } : null;
  const { reason, untilMs } = pause;
  return { reason, until: untilMs === undefined ? null : dayOf(untilMs) };
}

/** When the next run is planned, or the next day becomes due; nothing while it is not known when a pause ends. */
function nextRefresh({ pause, runs, lagMs, now }: EnvelopeFacts, newestDue: Day) {
  if (pause !== undefined) return pause.untilMs;
  if (runs.nextDueAt !== undefined && runs.nextDueAt > now) return runs.nextDueAt;
  return startOfDay(addDays(newestDue, 2)) + lagMs;
}

function instant(epochMs: number): string {
  return new Date(epochMs).toISOString();
}

function optionalInstant(epochMs: number | undefined): string | null {
  return epochMs === undefined ? null : instant(epochMs);
}
