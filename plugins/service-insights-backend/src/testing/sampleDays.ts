import type { Day } from 'backstage-plugin-service-insights-common';
import { demoStory, partitionsOf } from 'sample-data';
import type { ServiceDay } from '../publish/ServiceDay';
import { serviceDay, type TestCalls } from './serviceDay';

/** Days of the demo's services, rolled up from the generated records. */
export type SampleDays = {
  /** What is kept of a service's days. */
  daysOf(service: string): ServiceDay[];
  /** The interned id of a customer. */
  idOf(customer: string): number | undefined;
};

/**
 * Rolls up days of a dataset of the demo, each event once, without files and engines.
 *
 * @param storyEnd - the day that what is planted is counted back from
 */
export function sampleDays(storyEnd: Day, datasetId: string, from: Day, to: Day): SampleDays {
  const story = demoStory(storyEnd);
  const dataset = story.datasets.find(({ id }) => id === datasetId);
  if (!dataset) throw new Error(`The demo has no dataset ${datasetId}`);
  const ids = new Map<string, number>();
  const calls = new Map<
    string,
    { service: string; region: string; day: Day; calls: TestCalls[] }
  >();
  const seen = new Set<string>();
  for (const { records } of partitionsOf(story, dataset, from, to)) {
    for (const event of records) {
      if (event.day < from || event.day > to || seen.has(event.eventId)) continue;
      seen.add(event.eventId);
      const { service, region, day } = event;
      const key = JSON.stringify([service, region, day]);
      let ofDay = calls.get(key);
      if (!ofDay) calls.set(key, (ofDay = { service, region, day, calls: [] }));
      let customer = ids.get(event.customer);
      if (customer === undefined) ids.set(event.customer, (customer = ids.size + 1));
      ofDay.calls.push({
        customer,
        operation: event.operation,
        outcome: event.outcome,
        error: event.error ?? '',
        durationMs: event.durationMs,
      });
    }
  }
  const days = [...calls.values()].map(ofDay => serviceDay(ofDay, ofDay.calls));
  return {
    daysOf: service => days.filter(day => day.service === service),
    idOf: customer => ids.get(customer),
  };
}
