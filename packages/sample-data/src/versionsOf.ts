import { addDays, eachDay, type Day } from 'backstage-plugin-service-insights-common';
import { randomFor } from './random';
import type { ServiceProfile } from './ServiceProfile';
import type { Story } from './Story';
import { daysBeforeEnd, firstDayOf } from './storyDays';

/** Which version of a service runs on a day. */
export type Versions = ReadonlyMap<Day, string>;

/**
 * The versions of a service: a minor one about every fortnight and with each failing deployment, a patch on the day
 * after the last failing one.
 */
export function versionsOf(story: Story, service: ServiceProfile, throughDay: Day): Versions {
  const versions = new Map<Day, string>();
  const offset = randomFor(story.seed, 'releases', service.name).below(14);
  let minor = 4;
  let patch = 0;
  for (const [index, day] of eachDay(firstDayOf(story), throughDay).entries()) {
    const deployed = failingDeployment(story, service.name, day);
    const before = failingDeployment(story, service.name, addDays(day, -1));
    if ((deployed && !before) || (!deployed && !before && index % 14 === offset)) {
      minor += 1;
      patch = 0;
    } else if (before && !deployed) {
      patch += 1;
    }
    versions.set(day, `${service.majorVersion}.${minor}.${patch}`);
  }
  return versions;
}

function failingDeployment(story: Story, service: string, day: Day): boolean {
  const ago = daysBeforeEnd(story, day);
  return story.incidents.some(
    incident =>
      incident.kind === 'failing-deployment' &&
      incident.service === service &&
      ago <= incident.firstDaysBefore &&
      ago >= incident.lastDaysBefore,
  );
}
