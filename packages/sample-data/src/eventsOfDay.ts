import type { Day } from 'backstage-plugin-service-insights-common';
import type { Cast } from './Cast';
import { DayOfCalls } from './DayOfCalls';
import type { SampleEvent } from './SampleEvent';

/**
 * The calls of one day in the order they happened: those the services log, whether or not their records arrive.
 */
export function eventsOfDay(cast: Cast, day: Day): SampleEvent[] {
  const writer = new DayOfCalls(cast, day);
  for (const service of cast.dataset.services) writer.callService(service);
  writer.callTooMuch();
  return writer.events.sort((a, b) => a.atMs - b.atMs);
}
