import {
  addDays,
  daysFrom,
  eachDay,
  isoDurationMs,
  dayOf,
  startOfDay,
  type DatasetDefinition,
  type Day,
} from 'backstage-plugin-service-insights-common';
import type { KnownDay } from '../runs/Run';

/**
 * Why a day is to be read. `missing`: it is not published, or only as unfinished. `empty`: nothing was found of it so
 * far. `late`: events may have come since. `changed`: the lake says its data is another. `open`: it is not over.
 */
export type WantedReason = 'missing' | 'empty' | 'late' | 'changed' | 'open';

/** A day that is to be read, and how many runs it had when this was planned. */
export type WantedDay = {
  day: Day;
  reason: WantedReason;
  sourceVersion: string | undefined;
  knownRuns: number;
};

/** What a plan is made from. */
export type PlanInput = {
  definition: Pick<DatasetDefinition, 'history' | 'lag' | 'lookback' | 'emptyDay'>;
  nowMs: number;
  known: readonly KnownDay[];
  /** The state of each day's data; days that are not in it have none. Nothing when the engine cannot tell. */
  sourceDays: ReadonlyMap<Day, string> | undefined;
  /** Tries days again that failed for want of a right configuration: after a start, which may have brought it. */
  retryOperatorFailures: boolean;
};

const hourMs = 3_600_000;

/** A day that stayed empty this long is taken for one that will stay so, where the engine cannot tell. */
const emptyRecheckDays = 31;

/**
 * The days of a dataset that are to be read now.
 *
 * @returns newest first
 */
export function planDays(input: PlanInput): WantedDay[] {
  const { definition, nowMs, sourceDays } = input;
  const { from, lastComplete, today } = keptDays(definition, nowMs);
  const known = new Map(input.known.map(day => [day.day, day]));
  return eachDay(from, today)
    .reverse()
    .flatMap(day => {
      const found = known.get(day);
      if (found?.isInFlight || (found?.failure && !mayRetry(found.failure, input))) return [];
      const sourceVersion = sourceDays?.get(day);
      const hasNoData = sourceDays !== undefined && sourceVersion === undefined;
      const reason =
        day > lastComplete
          ? reasonOfOpenDay(found, nowMs, hasNoData)
          : reasonOfCompleteDay(input, found, {
              hasNoData,
              sourceVersion,
              age: daysFrom(day, lastComplete),
              lastCompletedMs: completeAtMs(lastComplete, definition.lag),
            });
      return reason === undefined
        ? []
        : [{ day, reason, sourceVersion, knownRuns: found?.runs ?? 0 }];
    });
}

/**
 * The days that are kept: from the first to the last that is complete, and on to the one that is running.
 */
export function keptDays(
  { history, lag }: Pick<DatasetDefinition, 'history' | 'lag'>,
  nowMs: number,
): { from: Day; lastComplete: Day; today: Day } {
  const lastComplete = addDays(dayOf(nowMs - isoDurationMs(lag)), -1);
  return { from: addDays(lastComplete, 1 - history), lastComplete, today: dayOf(nowMs) };
}

/** When a day may be called complete. */
export function completeAtMs(day: Day, lag: string): number {
  return startOfDay(addDays(day, 1)) + isoDurationMs(lag);
}

function reasonOfOpenDay(
  found: KnownDay | undefined,
  nowMs: number,
  hasNoData: boolean,
): WantedReason | undefined {
  if (hasNoData) return undefined;
  const isRecent = found?.readAtMs !== undefined && nowMs - found.readAtMs < hourMs;
  return isRecent ? undefined : 'open';
}

function reasonOfCompleteDay(
  { definition, nowMs }: PlanInput,
  found: KnownDay | undefined,
  day: {
    hasNoData: boolean;
    sourceVersion: string | undefined;
    /** Days since, up to the last complete one. */
    age: number;
    lastCompletedMs: number;
  },
): WantedReason | undefined {
  const published = found?.published;
  if (day.hasNoData && definition.emptyDay === 'missing') return undefined;
  if (published === undefined || published.state === 'open') return 'missing';

  if (day.sourceVersion !== undefined && published.sourceVersion !== undefined) {
    // The engine can tell: what did not change need not be read again, and what did is, however old.
    if (day.sourceVersion !== published.sourceVersion) return 'changed';
    return undefined;
  }
  const readAtMs = found?.readAtMs ?? 0;
  if (published.state === 'empty') {
    const isDue = dayOf(readAtMs) < dayOf(nowMs);
    return isDue && day.age <= emptyRecheckDays ? 'empty' : undefined;
  }
  // Once for each day that was completed since: day n is read again on the `lookback` days after it.
  const isLate = day.age > 0 && day.age <= definition.lookback && readAtMs < day.lastCompletedMs;
  return isLate ? 'late' : undefined;
}

/** What passes by itself is tried again soon, what someone has to mend the next day. */
function mayRetry(failure: NonNullable<KnownDay['failure']>, input: PlanInput): boolean {
  switch (failure.class) {
    case 'transient':
    case 'throttled':
      return input.nowMs - failure.atMs >= hourMs;
    case 'operator':
      return input.retryOperatorFailures || dayOf(failure.atMs) < dayOf(input.nowMs);
    case 'definition':
    case 'budget':
      return dayOf(failure.atMs) < dayOf(input.nowMs);
    default:
      return false;
  }
}
