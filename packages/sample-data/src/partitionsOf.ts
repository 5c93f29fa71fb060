import { addDays, eachDay, type Day } from 'backstage-plugin-service-insights-common';
import type { Cast } from './Cast';
import { eventsOfDay } from './eventsOfDay';
import { incidentsOn } from './incidentsOn';
import { populationOf } from './Population';
import { randomFor } from './random';
import type { SampleEvent } from './SampleEvent';
import type { LoggedDataset, Story } from './Story';
import { firstDayOf } from './storyDays';
import { versionsOf } from './versionsOf';

/**
 * What one day's partition of a dataset holds: records as they are delivered, some late, some twice, and lines that are
 * no events.
 *
 * @public
 */
export type Partition = {
  dataset: string;
  day: Day;
  /** False for a day whose partition never came. */
  isDelivered: boolean;
  records: readonly SampleEvent[];
  malformedLines: readonly string[];
};

/**
 * Generates the partitions of a dataset from one day to another, in order. The same day is the same whatever range it
 * is part of.
 *
 * @public
 */
export function* partitionsOf(
  story: Story,
  dataset: LoggedDataset,
  from: Day,
  to: Day,
): Generator<Partition> {
  const cast = castOf(story, dataset, to);
  const firstDay = firstDayOf(story);
  let before = from > firstDay ? eventsOfDay(cast, addDays(from, -1)) : [];
  for (const day of eachDay(from, to)) {
    const today = eventsOfDay(cast, day);
    const { isMissing, malformedLines } = incidentsOn(story, dataset, day);
    const records = [...deliveredAfter(before, 1), ...deliveredAfter(today, 0)];
    yield {
      dataset: dataset.id,
      day,
      isDelivered: !isMissing,
      records: isMissing ? [] : records,
      malformedLines: isMissing ? [] : malformed(story, dataset, day, malformedLines),
    };
    before = today;
  }
}

function castOf(story: Story, dataset: LoggedDataset, throughDay: Day): Cast {
  return {
    story,
    dataset,
    population: populationOf(story, dataset, throughDay),
    versions: new Map(
      dataset.services.map(service => [service.name, versionsOf(story, service, throughDay)]),
    ),
  };
}

function* deliveredAfter(events: readonly SampleEvent[], days: number): Generator<SampleEvent> {
  for (const event of events) {
    for (const delay of event.deliveredAfterDays) if (delay === days) yield event;
  }
}

/** Lines a shipper writes when it is cut off or mixes streams: half a record, or a stack trace. */
function malformed(story: Story, dataset: LoggedDataset, day: Day, planted: number): string[] {
  const random = randomFor(story.seed, dataset.id, 'malformed', day);
  const count = planted + random.poisson(dataset.malformedLinesPerDay);
  return Array.from({ length: count }, () =>
    random.next() < 0.6
      ? `{"event_id":"${random.bits().toString(16)}","ts":"${day}T`
      : `    at Shipper.flush (shipper.js:${random.below(900)}:17)`,
  );
}
