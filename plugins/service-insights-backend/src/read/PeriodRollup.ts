import {
  outcomes,
  type DatasetDefinition,
  type Day,
  type Outcome,
  type Period,
} from 'backstage-plugin-service-insights-common';
import type { CustomerActivity, ServiceDay } from '../publish/ServiceDay';
import type { BucketCounts } from './mergedPercentile';
import { addCalls, emptyTally, type Tally } from './Tally';

/** When a customer of a day counts as active: see `customer.qualifying` of the definition. */
export type Qualifying = NonNullable<DatasetDefinition['customer']>['qualifying'];

/** Whether a day's calls make a customer active. */
export function isActive(customer: CustomerActivity, qualifying: Qualifying): boolean {
  return qualifying === 'any' ? customer.calls > 0 : customer.calls > customer.callerFaults;
}

/** An operation in a region. */
export type SliceTally = { operation: string; region: string; tally: Tally };

/** What can be told of a call by its cell. */
export type Place = { operation: string; region: string; error: string };

/** An error with the outcome it came with. */
export type ErrorTally = { name: string; outcome: Outcome; calls: number };

/**
 * The days of a period, counted and united. What is counted is what is asked for, and once.
 */
export class PeriodRollup {
  /** The days of the period that are complete: the others are missing, and no number says anything of them. */
  readonly countedDays: readonly Day[];
  readonly #days: readonly ServiceDay[];
  readonly #qualifying: Qualifying;

  /**
   * @param period - the days
   * @param countedDays - those of them that are complete
   * @param days - what is kept of them, of whichever services and regions are asked for
   * @param qualifying - when a customer counts as active
   */
  constructor(
    readonly period: Period,
    countedDays: readonly Day[],
    days: readonly ServiceDay[],
    qualifying: Qualifying,
  ) {
    const counted = new Set<Day>(countedDays);
    this.countedDays = countedDays;
    this.#days = days.filter(day => counted.has(day.day));
    this.#qualifying = qualifying;
  }

  readonly total = once((): Tally => {
    const total = emptyTally();
    for (const day of this.#days) {
      for (const cell of day.cells) addCalls(total, cell.outcome, cell.calls);
    }
    return total;
  });

  readonly byDay = once((): ReadonlyMap<string, Tally> => this.#tallyBy(day => day.day));

  readonly byOperation = once((): ReadonlyMap<string, Tally> =>
    this.#tallyBy((_, operation) => operation),
  );

  readonly byRegion = once((): ReadonlyMap<string, Tally> => this.#tallyBy(day => day.region));

  /** By hour, as `2026-03-14T09`. */
  readonly byHour = once((): ReadonlyMap<string, Tally> => {
    const tallies = new Map<string, Tally>();
    for (const day of this.#days) {
      for (const { hour, outcome, calls } of day.hours) {
        addCalls(tallyOf(tallies, `${day.day}T${String(hour).padStart(2, '0')}`), outcome, calls);
      }
    }
    return tallies;
  });

  readonly byOutcome = once((): ReadonlyMap<Outcome, number> => {
    const calls = new Map<Outcome, number>(outcomes.map(outcome => [outcome, 0]));
    for (const day of this.#days) {
      for (const cell of day.cells) {
        calls.set(cell.outcome, (calls.get(cell.outcome) ?? 0) + cell.calls);
      }
    }
    return calls;
  });

  /** By operation and region, under a key of both. */
  readonly slices = once((): ReadonlyMap<string, SliceTally> => this.slicesWhere(() => true));

  /** By error and outcome, under a key of both; calls without an error's name are in none. */
  readonly errors = once((): ReadonlyMap<string, ErrorTally> => {
    const errors = new Map<string, ErrorTally>();
    for (const day of this.#days) {
      for (const { error, outcome, calls } of day.cells) {
        if (error === '') continue;
        const key = JSON.stringify([error, outcome]);
        const known = errors.get(key);
        if (known) known.calls += calls;
        else errors.set(key, { name: error, outcome, calls });
      }
    }
    return errors;
  });

  /** Service faults by the name of their error; '' for those without. */
  readonly faultsByError = once((): ReadonlyMap<string, number> => {
    const faults = new Map<string, number>();
    for (const day of this.#days) {
      for (const { error, outcome, calls } of day.cells) {
        if (outcome === 'service_fault') faults.set(error, (faults.get(error) ?? 0) + calls);
      }
    }
    return faults;
  });

  /** Failed calls that were not the customer's own fault, by customer. */
  readonly faultsByCustomer = once((): ReadonlyMap<number, number> => {
    const faults = new Map<number, number>();
    for (const day of this.#days) {
      for (const { id, failedCalls, callerFaults } of day.customers) {
        const count = failedCalls - callerFaults;
        if (count > 0) faults.set(id, (faults.get(id) ?? 0) + count);
      }
    }
    return faults;
  });

  /** Calls by customer, of everyone who called. */
  readonly callsByCustomer = once((): ReadonlyMap<number, number> => {
    const calls = new Map<number, number>();
    for (const day of this.#days) {
      for (const customer of day.customers) {
        calls.set(customer.id, (calls.get(customer.id) ?? 0) + customer.calls);
      }
    }
    return calls;
  });

  /** Who was active, by day. */
  readonly activeByDay = once((): ReadonlyMap<Day, ReadonlySet<number>> => {
    const active = new Map<Day, Set<number>>();
    for (const day of this.#days) {
      let ofDay = active.get(day.day);
      if (!ofDay) active.set(day.day, (ofDay = new Set()));
      for (const customer of day.customers) {
        if (isActive(customer, this.#qualifying)) ofDay.add(customer.id);
      }
    }
    return active;
  });

  /** Who was active on at least one day. */
  readonly active = once((): ReadonlySet<number> => this.activeWithin(this.period));

  /** Who was active on at least one day of a part of the period. */
  activeWithin(part: Period): ReadonlySet<number> {
    const active = new Set<number>();
    for (const [day, customers] of this.activeByDay()) {
      if (day < part.from || day > part.to) continue;
      for (const customer of customers) active.add(customer);
    }
    return active;
  }

  readonly durations = once((): BucketCounts => this.durationsBy(() => '').get('') ?? new Map());

  /** Durations by whatever a key is made of. */
  durationsBy(
    keyOf: (day: ServiceDay, operation: string) => string,
  ): ReadonlyMap<string, BucketCounts> {
    const histograms = new Map<string, Map<number, number>>();
    for (const day of this.#days) {
      for (const { operation, buckets } of day.durations) {
        const key = keyOf(day, operation);
        let counts = histograms.get(key);
        if (!counts) histograms.set(key, (counts = new Map()));
        for (const [bucket, calls] of buckets) {
          counts.set(bucket, (counts.get(bucket) ?? 0) + calls);
        }
      }
    }
    return histograms;
  }

  /** By operation and region, under a key of both, of the calls that pass a test. */
  slicesWhere(test: (place: Place) => boolean): ReadonlyMap<string, SliceTally> {
    const slices = new Map<string, SliceTally>();
    for (const { region, cells } of this.#days) {
      for (const { operation, error, outcome, calls } of cells) {
        if (!test({ operation, region, error })) continue;
        const key = JSON.stringify([operation, region]);
        let slice = slices.get(key);
        if (!slice) slices.set(key, (slice = { operation, region, tally: emptyTally() }));
        addCalls(slice.tally, outcome, calls);
      }
    }
    return slices;
  }

  /** By day, of the calls that pass a test. */
  byDayWhere(test: (place: Place) => boolean): ReadonlyMap<Day, Tally> {
    const tallies = new Map<Day, Tally>();
    for (const day of this.#days) {
      for (const { operation, error, outcome, calls } of day.cells) {
        if (test({ operation, region: day.region, error })) {
          addCalls(tallyOf(tallies, day.day), outcome, calls);
        }
      }
    }
    return tallies;
  }

  #tallyBy(keyOf: (day: ServiceDay, operation: string) => string): Map<string, Tally> {
    const tallies = new Map<string, Tally>();
    for (const day of this.#days) {
      for (const cell of day.cells) {
        addCalls(tallyOf(tallies, keyOf(day, cell.operation)), cell.outcome, cell.calls);
      }
    }
    return tallies;
  }
}

function tallyOf<K>(tallies: Map<K, Tally>, key: K): Tally {
  let tally = tallies.get(key);
  if (!tally) tallies.set(key, (tally = emptyTally()));
  return tally;
}

/** Counts when first asked, and remembers. */
function once<T>(count: () => T): () => T {
  let counted: { value: T } | undefined;
  return () => (counted ??= { value: count() }).value;
}
