import {
  addDays,
  eachDay,
  type Day,
  type InsightData,
  type NoticedChange,
} from 'backstage-plugin-service-insights-common';
import { failureMove, inDirection } from './failureMove';
import { comparedFigure } from './figures';
import type { InsightContext } from './InsightContext';
import type { QuietCustomer } from './quietCustomers';
import { failureRate } from './Tally';
import { compareText } from './usage';
import { usageEnd } from './usageEnd';
import { associatedCause } from './why/associatedCause';
import { latencyWhy } from './why/latencyWhy';
import { usageCauses, usageSince } from './why/usageWhy';

/** Durations that grew or shrank by less are only told when a place stands out. */
const notableSlowdown = 0.25;

type Changes = Omit<InsightData['changes'], 'subject'>;

/** What changed in the period, the newest first. */
export function changes(
  context: InsightContext,
  quiet: readonly QuietCustomer[],
  nameOf: ReadonlyMap<number, string>,
): Changes {
  const noticed = [
    usageStopped(context) ?? usageMoved(context),
    failuresMoved(context),
    durationsMoved(context),
    ...quiet.map(customer => wentQuiet(customer, nameOf)),
    definitionChanged(context),
    ...daysMissing(context),
  ];
  return {
    changes: noticed
      .filter(change => change !== undefined)
      .sort((a, b) => compareText(b.date, a.date)),
  };
}

function usageStopped(context: InsightContext): NoticedChange | undefined {
  const end = usageEnd(context);
  return (
    end && {
      kind: 'usageStopped',
      date: addDays(end.lastDay, 1),
      section: 'usage',
      lastDay: end.lastDay,
      previousCalls: context.previous?.total().calls ?? 0,
    }
  );
}

function usageMoved(context: InsightContext): NoticedChange | undefined {
  const { value, previous, change } = comparedFigure(context, 'calls');
  if ((change.kind !== 'up' && change.kind !== 'down') || value === null) return undefined;
  const cause = inDirection(usageCauses(context), change.absolute);
  const since = usageSince(context, cause);
  return {
    kind: change.kind === 'up' ? 'usageUp' : 'usageDown',
    date: since ?? context.current.period.from,
    section: 'usage',
    calls: value,
    previousCalls: previous ?? 0,
    cause: cause ? associatedCause(cause, since) : null,
  };
}

function failuresMoved(context: InsightContext): NoticedChange | undefined {
  const move = failureMove(context);
  if (!move) return undefined;
  const { kind, excessFailedCalls, cause, since } = move;
  return {
    kind: kind === 'up' ? 'failuresUp' : 'failuresDown',
    date: since ?? context.current.period.from,
    section: 'failures',
    excessFailedCalls: Math.round(excessFailedCalls),
    failureRate: failureRate(context.current.total()) ?? 0,
    previousFailureRate: (context.previous && failureRate(context.previous.total())) ?? 0,
    cause: cause ? associatedCause(cause, since) : null,
  };
}

function durationsMoved(context: InsightContext): NoticedChange | undefined {
  const { value, previous, change } = comparedFigure(context, 'p95DurationMs');
  const why = latencyWhy(context);
  if (!why || value === null || previous === null) return undefined;
  const moved = why.slowCalls - why.expectedSlowCalls;
  const [first] = why.causes;
  const cause = first && Math.sign(first.specific) === Math.sign(moved) ? first : undefined;
  const isNotable =
    (change.kind === 'up' || change.kind === 'down') &&
    Math.abs(change.relative ?? 0) >= notableSlowdown;
  if (!cause && !isNotable) return undefined;
  const isSlower = cause ? moved > 0 : value > previous;
  return {
    kind: isSlower ? 'slower' : 'faster',
    date: cause?.since ?? context.current.period.from,
    section: 'latency',
    p95DurationMs: value,
    previousP95DurationMs: previous,
    cause: cause ?? null,
  };
}

function wentQuiet(
  { id, since, afterDays, calls }: QuietCustomer,
  nameOf: ReadonlyMap<number, string>,
): NoticedChange | undefined {
  const customer = nameOf.get(id);
  if (customer === undefined) return undefined;
  return { kind: 'customerQuiet', date: since, section: 'adoption', customer, afterDays, calls };
}

function definitionChanged({ newVersion, current }: InsightContext): NoticedChange | undefined {
  const { from, to } = current.period;
  // The version is made on a day that is not over yet: what is new today belongs to the newest period.
  if (!newVersion || newVersion.day < from || newVersion.day > addDays(to, 2)) return undefined;
  const { day, version } = newVersion;
  return { kind: 'definitionChanged', date: day, section: 'data', version };
}

/** Runs of days without data. */
function daysMissing({ current, historyStart }: InsightContext): NoticedChange[] {
  const counted = new Set(current.countedDays);
  const last = current.countedDays.at(-1);
  const gaps: { from: Day; to: Day; days: number }[] = [];
  const { from, to } = current.period;
  for (const day of eachDay(from, to)) {
    if (counted.has(day) || day < historyStart || last === undefined || day > last) continue;
    const gap = gaps.at(-1);
    if (gap && addDays(gap.to, 1) === day) {
      gap.to = day;
      gap.days += 1;
    } else gaps.push({ from: day, to: day, days: 1 });
  }
  return gaps.map(gap => ({
    kind: 'daysMissing',
    date: gap.from,
    section: 'data',
    to: gap.to,
    days: gap.days,
  }));
}
