import { addDays, type Day, type Outcome } from 'backstage-plugin-service-insights-common';
import { partitionsOf } from './partitionsOf';
import type { SampleEvent } from './SampleEvent';
import type { LoggedDataset, Story } from './Story';

/**
 * What one service did on one day in one region, counted from the generated records.
 *
 * @public
 */
export type DayTruth = {
  dataset: string;
  service: string;
  day: Day;
  region: string;
  calls: Record<Outcome, number>;
  /** The customers with at least one call that was not their own fault. */
  activeCustomers: ReadonlySet<string>;
};

/**
 * Counts the events of a dataset in plain TypeScript, straight from the records as they are delivered, and not from
 * files or by SQL: each event once, on the day it happened, if its record has arrived by `through`.
 *
 * @param range - `from` and `to`: the days counted, both included; `through`: the last partition that has arrived
 * @public
 */
export function exactTruth(
  story: Story,
  dataset: LoggedDataset,
  range: { from: Day; to: Day; through: Day },
): DayTruth[] {
  const { from, to, through } = range;
  // Records come at most a day late.
  const lastPartition = addDays(to, 1) < through ? addDays(to, 1) : through;
  const seen = new Set<string>();
  const tallies = new Map<string, DayTruth & { activeCustomers: Set<string> }>();
  for (const partition of partitionsOf(story, dataset, from, lastPartition)) {
    for (const event of partition.records) {
      if (event.day < from || event.day > to || seen.has(event.eventId)) continue;
      seen.add(event.eventId);
      const tally = tallyFor(tallies, dataset, event);
      tally.calls[event.outcome] += 1;
      if (event.outcome !== 'caller_fault') tally.activeCustomers.add(event.customer);
    }
  }
  return [...tallies.values()];
}

function tallyFor(
  tallies: Map<string, DayTruth & { activeCustomers: Set<string> }>,
  dataset: LoggedDataset,
  { service, day, region }: SampleEvent,
) {
  const key = [service, day, region].join(' ');
  const known = tallies.get(key);
  if (known !== undefined) return known;
  const tally = {
    dataset: dataset.id,
    service,
    day,
    region,
    calls: { ok: 0, caller_fault: 0, service_fault: 0, throttled: 0 },
    activeCustomers: new Set<string>(),
  };
  tallies.set(key, tally);
  return tally;
}
