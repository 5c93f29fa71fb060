import {
  addDays,
  dayOf,
  daysFrom,
  eachDay,
  type Day,
  type Period,
} from 'backstage-plugin-service-insights-common';
import type { DatasetDayState } from '../database/rows';

/** A day of one source, as it was published. */
export type PublishedDay = {
  source: string;
  day: Day;
  state: DatasetDayState;
  /** Unknown where the engine cannot tell. */
  malformedEvents: number | undefined;
  duplicateEvents: number;
  /** Whether it is unlike the days before it. */
  isSuspicious: boolean;
  /** The version whose definition it was read by: an older one than the day's where a change keeps days. */
  readVersion: number;
};

/** From this day on days were read by another version of the definition than before. */
export type DefinitionChange = { day: Day; version: number };

/** What a period lacks and what its events suffered. */
export type Completeness = {
  expectedDays: number;
  presentDays: number;
  missing: Day[];
  partialSources: string[];
  /** Null when none was counted and an engine could not tell: unknown is not zero. */
  malformedEvents: number | null;
  duplicateEvents: number;
  suspiciousDays: Day[];
};

type DaySummary = {
  counted: boolean;
  lacking: readonly string[];
  malformedEvents: number | null;
  duplicateEvents: number;
  isSuspicious: boolean;
  readVersion: number;
};

/**
 * The days of a dataset at one revision: which are complete, and so counted. A day is complete when every source has
 * published it as complete, or as empty where the definition says that an empty day is zero.
 */
export class DatasetSnapshot {
  readonly datasetId: string;
  readonly version: number;
  readonly revision: number;
  /** The first counted day; none before anything is complete. */
  readonly historyStart: Day | undefined;
  /** The last counted day. */
  readonly dataThrough: Day | undefined;
  readonly #days = new Map<Day, DaySummary>();
  /** Every day from the first to the last counted one: a read walks over them, and need not count days by dates. */
  readonly #calendar: readonly Day[];
  readonly #definitionChanges: readonly DefinitionChange[];

  constructor(options: {
    datasetId: string;
    version: number;
    revision: number;
    sources: readonly string[];
    emptyDay: 'missing' | 'zero';
    days: readonly PublishedDay[];
  }) {
    this.datasetId = options.datasetId;
    this.version = options.version;
    this.revision = options.revision;
    const isComplete = ({ state }: PublishedDay) =>
      state === 'complete' || (state === 'empty' && options.emptyDay === 'zero');
    for (const [day, published] of byDay(options.days)) {
      const complete = published.filter(isComplete);
      const lacking = options.sources.filter(
        name => !complete.some(({ source }) => source === name),
      );
      this.#days.set(day, {
        counted: lacking.length === 0,
        lacking: complete.length > 0 ? lacking : [],
        malformedEvents: knownSum(published),
        duplicateEvents: sum(published, ({ duplicateEvents }) => duplicateEvents),
        isSuspicious: published.some(({ isSuspicious }) => isSuspicious),
        readVersion: Math.max(...published.map(({ readVersion }) => readVersion)),
      });
    }
    const counted = [...this.#days].filter(([, { counted: is }]) => is).map(([day]) => day);
    this.historyStart = counted.reduce<Day | undefined>((a, b) => (a && a < b ? a : b), undefined);
    this.dataThrough = counted.reduce<Day | undefined>((a, b) => (a && a > b ? a : b), undefined);
    const { historyStart, dataThrough } = this;
    this.#calendar = historyStart && dataThrough ? eachDay(historyStart, dataThrough) : [];
    this.#definitionChanges = changesAmong(
      this.#calendar.flatMap(day => {
        const summary = this.#days.get(day);
        return summary?.counted ? { day, version: summary.readVersion } : [];
      }),
    );
  }

  /** Whether a day is complete, so that it enters numbers. */
  isCounted(day: Day): boolean {
    return this.#days.get(day)?.counted ?? false;
  }

  /** The complete days of a period. */
  countedDays(period: Period): Day[] {
    return this.#historyOf(period).filter(day => this.isCounted(day));
  }

  /** The days of a period that are published in part, open or empty: what is kept of them is not counted. */
  uncountedDays(period: Period): Day[] {
    return [...this.#days]
      .filter(([day, { counted }]) => !counted && day >= period.from && day <= period.to)
      .map(([day]) => day);
  }

  /**
   * What a period has and lacks. Days before the first of history and days that are not due yet are not expected.
   *
   * @param newestDue - the newest day that should be there by now
   */
  completeness(period: Period, newestDue: Day): Completeness {
    const expected = [...this.#historyOf(period), ...this.#lateDaysOf(period, newestDue)];
    const missing = expected.filter(day => !this.isCounted(day));
    const known = expected.flatMap(day => this.#days.get(day) ?? []);
    return {
      expectedDays: expected.length,
      presentDays: expected.length - missing.length,
      missing,
      partialSources: [...new Set(known.flatMap(({ lacking }) => lacking))].sort(),
      malformedEvents: knownSum(known),
      duplicateEvents: sum(known, ({ duplicateEvents }) => duplicateEvents),
      suspiciousDays: expected.filter(day => this.#days.get(day)?.isSuspicious),
    };
  }

  /** Why numbers of a period cannot be compared; nothing when each of its days is there. */
  whyNotComparable(period: Period): 'noHistory' | 'missingDays' | undefined {
    const { historyStart, dataThrough } = this;
    if (!historyStart || !dataThrough || period.from < historyStart) return 'noHistory';
    const isWhole =
      period.to <= dataThrough && this.#historyOf(period).every(day => this.isCounted(day));
    return isWhole ? undefined : 'missingDays';
  }

  /** The days of a period from which on another version was read by than on the complete day before. */
  definitionChanges({ from, to }: Period): DefinitionChange[] {
    return this.#definitionChanges.filter(({ day }) => day >= from && day <= to);
  }

  /** Whether all complete days of some periods were read by one version of the definition. */
  isOfOneVersion(periods: readonly Period[]): boolean {
    if (this.#definitionChanges.length === 0) return true;
    const days = periods.flatMap(period => this.countedDays(period));
    return new Set(days.map(day => this.#days.get(day)?.readVersion)).size <= 1;
  }

  /** The days of a period from the first counted one to the last. */
  #historyOf({ from, to }: Period): readonly Day[] {
    if (!this.historyStart) return [];
    const first = Math.max(0, daysFrom(this.historyStart, from));
    return this.#calendar.slice(first, Math.max(first, daysFrom(this.historyStart, to) + 1));
  }

  /** The days of a period that are due and later than the last counted one. */
  #lateDaysOf({ from, to }: Period, newestDue: Day): Day[] {
    if (!this.dataThrough || to <= this.dataThrough || newestDue <= this.dataThrough) return [];
    const afterLast = addDays(this.dataThrough, 1);
    return eachDay(from > afterLast ? from : afterLast, to < newestDue ? to : newestDue);
  }
}

/** @param days - in order */
function changesAmong(days: readonly DefinitionChange[]): DefinitionChange[] {
  return days.filter(({ version }, i) => i > 0 && version !== days[i - 1].version);
}

function byDay(published: readonly PublishedDay[]): Map<Day, PublishedDay[]> {
  const days = new Map<Day, PublishedDay[]>();
  for (const row of published) {
    const ofDay = days.get(row.day);
    if (ofDay) ofDay.push(row);
    else days.set(row.day, [row]);
  }
  return days;
}

/** What is known of malformed events; null when that is nothing, and not all of it is known. */
function knownSum(items: readonly { malformedEvents?: number | null }[]): number | null {
  const total = sum(items, ({ malformedEvents }) => malformedEvents ?? 0);
  const isKnown = items.every(({ malformedEvents }) => typeof malformedEvents === 'number');
  return total > 0 || isKnown ? total : null;
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}

/** The newest day whose end lies at least the lag back: what should be there. */
export function newestDueDay(now: number, lagMs: number): Day {
  return addDays(dayOf(now - lagMs), -1);
}
