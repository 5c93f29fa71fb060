import { addDays, type Day } from 'backstage-plugin-service-insights-common';
import type { Incident } from './Incident';
import type { Story } from './Story';

/**
 * An incident with the days it falls on.
 *
 * @public
 */
export type Planted = { incident: Incident; firstDay: Day; lastDay: Day };

/**
 * What is hidden in a story, with dates: for tests that look whether the portal finds it. A service that stops has the
 * last day it was called on for both.
 *
 * @public
 */
export function planted(story: Story): Planted[] {
  return story.incidents.map(incident => {
    const [first, last] = daysBeforeOf(incident);
    return {
      incident,
      firstDay: addDays(story.lastDay, -first),
      lastDay: addDays(story.lastDay, -last),
    };
  });
}

function daysBeforeOf(incident: Incident): [first: number, last: number] {
  if ('daysBefore' in incident) return [incident.daysBefore, incident.daysBefore];
  if (incident.kind === 'service-stops') return [incident.lastDaysBefore, incident.lastDaysBefore];
  return [incident.firstDaysBefore, incident.lastDaysBefore];
}
