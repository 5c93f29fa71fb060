import type { Day } from 'backstage-plugin-service-insights-common';
import { demoIncidents } from './demoIncidents';
import { ordinaryServices } from './ordinaryServices';
import { platformServices } from './platformServices';
import type { Story } from './Story';

/**
 * The story of the demo portal: 120 days, about two million events.
 *
 * @param lastDay - the day that incidents are counted back from
 * @param change - what is different from the demo's
 * @public
 */
export function demoStory(lastDay: Day, change: Partial<Omit<Story, 'lastDay'>> = {}): Story {
  return {
    seed: 'service-insights',
    lastDay,
    days: 120,
    regions: [
      { name: 'us-east-1', share: 0.34, utcOffsetHours: -5 },
      { name: 'eu-west-1', share: 0.26, utcOffsetHours: 0 },
      { name: 'eu-central-1', share: 0.17, utcOffsetHours: 1 },
      { name: 'us-west-2', share: 0.13, utcOffsetHours: -8 },
      { name: 'ap-southeast-1', share: 0.1, utcOffsetHours: 8 },
    ],
    datasets: [
      {
        id: 'platform',
        services: platformServices,
        customers: { prefix: 'team', atStart: 110, arrivalsPerDay: 0.45 },
        lateShare: 0.004,
        duplicateShare: 0.003,
        malformedLinesPerDay: 3,
      },
      {
        id: 'api-requests',
        services: ordinaryServices,
        customers: { prefix: 'acct', atStart: 320, arrivalsPerDay: 1.4 },
        lateShare: 0,
        duplicateShare: 0,
        malformedLinesPerDay: 0,
      },
    ],
    incidents: demoIncidents,
    ...change,
  };
}
