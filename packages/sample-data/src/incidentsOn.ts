import type { Day } from 'backstage-plugin-service-insights-common';
import type { Incident } from './Incident';
import type { LoggedDataset, Story } from './Story';
import { daysBeforeEnd } from './storyDays';

type Place = { service: string; operation: string; region: string };

/** What is planted on one day of a dataset. */
export type IncidentsOfDay = {
  /** The deployment that breaks an operation at a place, if one does. */
  failing(place: Place): { share: number; error: string } | undefined;
  /** How much longer an operation takes at a place: 1 for no longer. */
  slowdown(place: Place): number;
  throttledCustomers: readonly Extract<Incident, { kind: 'throttled-customer' }>[];
  /** The services that are called no more. */
  stopped: ReadonlySet<string>;
  /** Whether the day's records never reach the lake. */
  isMissing: boolean;
  /** The share of records delivered twice, beyond what is ordinary. */
  duplicateShare: number;
  /** Lines that are no events, beyond what is ordinary. */
  malformedLines: number;
};

/** Picks the incidents that bear on a day. */
export function incidentsOn(story: Story, dataset: LoggedDataset, day: Day): IncidentsOfDay {
  const ago = daysBeforeEnd(story, day);
  const active = story.incidents.filter(incident => bearsOn(incident, ago));
  const failing = active.filter(incident => incident.kind === 'failing-deployment');
  const slow = active.filter(incident => incident.kind === 'slow-operation');
  const names = new Set(dataset.services.map(({ name }) => name));
  return {
    failing: place => {
      const found = failing.find(incident => isAt(incident, place));
      return found && { share: found.failingShare, error: found.error };
    },
    slowdown: place => slow.find(incident => isAt(incident, place))?.slowdown ?? 1,
    throttledCustomers: active
      .filter(incident => incident.kind === 'throttled-customer')
      .filter(({ service }) => names.has(service)),
    stopped: new Set(
      active.filter(incident => incident.kind === 'service-stops').map(({ service }) => service),
    ),
    isMissing: active.some(
      incident => incident.kind === 'missing-day' && incident.dataset === dataset.id,
    ),
    duplicateShare: active
      .filter(incident => incident.kind === 'duplicate-deliveries')
      .filter(incident => incident.dataset === dataset.id)
      .reduce((sum, { share }) => sum + share, 0),
    malformedLines: active
      .filter(incident => incident.kind === 'malformed-lines')
      .filter(incident => incident.dataset === dataset.id)
      .reduce((sum, { lines }) => sum + lines, 0),
  };
}

function bearsOn(incident: Incident, ago: number): boolean {
  if ('daysBefore' in incident) return ago === incident.daysBefore;
  if (incident.kind === 'service-stops') return ago < incident.lastDaysBefore;
  return ago <= incident.firstDaysBefore && ago >= incident.lastDaysBefore;
}

function isAt(incident: Place, place: Place): boolean {
  return (
    incident.service === place.service &&
    incident.operation === place.operation &&
    incident.region === place.region
  );
}
