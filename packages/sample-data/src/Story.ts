import type { Day } from 'backstage-plugin-service-insights-common';
import type { Incident } from './Incident';
import type { ServiceProfile } from './ServiceProfile';

/**
 * Where calls come from, and when its working day begins.
 *
 * @public
 */
export type Region = { name: string; share: number; utcOffsetHours: number };

/**
 * One log of the lake: which services write it, who calls them, and how cleanly it is delivered.
 *
 * @public
 */
export type LoggedDataset = {
  id: string;
  services: readonly ServiceProfile[];
  customers: {
    /** What ids begin with, as `acct`. */
    prefix: string;
    /** How many there are on the first day. */
    atStart: number;
    /** How many more come on a day, on average. */
    arrivalsPerDay: number;
  };
  /** The share of events whose record is delivered a day late. */
  lateShare: number;
  /** The share of events whose record is delivered twice. */
  duplicateShare: number;
  /** Lines that are no event, on a day on average. */
  malformedLinesPerDay: number;
};

/**
 * Everything the generator needs. The same story gives the same events, and a day depends on the story and on the day
 * alone: when more days follow `lastDay`, those before stay as they are.
 *
 * @public
 */
export type Story = {
  seed: string;
  /** The day that incidents are counted back from. Later days can be generated too: nothing is planted in them. */
  lastDay: Day;
  /** How many days there are up to `lastDay`. */
  days: number;
  regions: readonly Region[];
  datasets: readonly LoggedDataset[];
  incidents: readonly Incident[];
};
