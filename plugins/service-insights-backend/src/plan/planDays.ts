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
import { isBreakerOpen } from './isBreakerOpen';

/**
 * Why a day is to be read. `missing`: it is not published, or only as unfinished. `empty`: nothing was found of it so
 * far. `late`: events may have come since. `changed`: the lake says its data is another. `redefined`: it was read by an
 * older definition, and is one of those to be patched. `open`: it is not over. `asked`: someone asked for it.
 * `doubtful`: what was read last was so unusual that it did not replace what is published.
 */
export type WantedReason =
  'missing' | 'empty' | 'late' | 'changed' | 'redefined' | 'open' | 'asked' | 'doubtful';

/** A day that is to be read, and how many runs it had when this was planned. */
export type WantedDay = {
  day: Day;
  reason: WantedReason;
  sourceVersion: string | undefined;
  knownRuns: number;
};

/** What a plan is made from. */
export type PlanInput = {
  definition: Pick<DatasetDefinition, 'history' | 'lag' | 'lookback' | 'emptyDay' | 'onChange'>;
  nowMs: number;
  known: readonly KnownDay[];
  /** The state of each day's data; days that are not in it have none. Nothing when the engine cannot tell. */
  sourceDays: ReadonlyMap<Day, string> | undefined;
  /** Tries days again that failed for want of a right configuration: after a start, which may have brought it. */
  retryOperatorFailures: boolean;
  /** Failures up to this instant are forgiven: someone has mended what they came from. */
  forgivenUntilMs: number | undefined;
};

const hourMs = 3_600_000;

/** A day that stayed empty this long is taken for one that will stay so, where the engine cannot tell. */
const emptyRecheckDays = 31;

/** A day that fails for its definition is tried again after 1, 2, 4, … days, and after this many at most. */
const longestRetryDays = 32;

/**
 * The days of a dataset's source that are to be read now. Of a definition that can only fail it is one day, once a day.
 *
 * @returns newest first
 */
export function planDays(input: PlanInput): WantedDay[] {
  const wanted = wantedDays(input);
  if (!isBreakerOpen(input.known, input.forgivenUntilMs)) return wanted;
  const isProbed = input.known.some(
    ({ isInFlight, failure }) =>
      isInFlight || (failure?.class === 'definition' && isOfToday(failure.atMs, input.nowMs)),
  );
  return isProbed ? [] : wanted.slice(0, 1);
}

function wantedDays(input: PlanInput): WantedDay[] {
  const { definition, nowMs, sourceDays } = input;
  const { from, lastComplete, today } = keptDays(definition, nowMs);
  const known = new Map(input.known.map(day => [day.day, day]));
  return eachDay(from, today)
    .reverse()
    .flatMap(day => {
      const found = known.get(day);
      if (found?.isInFlight || (found && !mayRetry(found, input))) return [];
      const sourceVersion = sourceDays?.get(day);
      const hasNoData = sourceDays !== undefined && sourceVersion === undefined;
      const reason =
        day > lastComplete
          ? reasonOfOpenDay(found, nowMs, { hasNoData, sourceVersion })
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
  day: { hasNoData: boolean; sourceVersion: string | undefined },
): WantedReason | undefined {
  if (day.hasNoData) return undefined;
  const isUnchanged =
    day.sourceVersion !== undefined && day.sourceVersion === found?.published?.sourceVersion;
  if (isUnchanged) return undefined;
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
  if (published.isOfOlderDefinition && day.age < patchedDays(definition)) return 'redefined';

  if (isToBeConfirmed(published, found?.readAtMs ?? 0, nowMs)) return 'doubtful';

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

/** A suspicious reading is checked by one more, later: what was being written then is written by now. */
function isToBeConfirmed(
  { doubtedAtMs }: NonNullable<KnownDay['published']>,
  readAtMs: number,
  nowMs: number,
): boolean {
  return doubtedAtMs !== undefined && readAtMs <= doubtedAtMs && nowMs - doubtedAtMs >= hourMs;
}

/** How many of the last complete days a changed definition is applied to, of those that were read by an older one. */
function patchedDays({ onChange }: PlanInput['definition']): number {
  return typeof onChange === 'object' ? onChange.patch : 0;
}

/** What passes by itself is tried again soon, what someone has to mend some day later. */
function mayRetry({ failure }: KnownDay, input: PlanInput): boolean {
  if (failure === undefined || failure.atMs <= (input.forgivenUntilMs ?? -Infinity)) return true;
  switch (failure.class) {
    case 'transient':
    case 'throttled':
      return input.nowMs - failure.atMs >= hourMs;
    case 'operator':
      return input.retryOperatorFailures || !isOfToday(failure.atMs, input.nowMs);
    case 'budget':
      return !isOfToday(failure.atMs, input.nowMs);
    case 'definition':
      // Each try may be paid for: the oftener it was for nothing, the longer until the next.
      return (
        daysFrom(dayOf(failure.atMs), dayOf(input.nowMs)) >=
        Math.min(2 ** (failure.times - 1), longestRetryDays)
      );
    default:
      return false;
  }
}

function isOfToday(atMs: number, nowMs: number): boolean {
  return dayOf(atMs) === dayOf(nowMs);
}
