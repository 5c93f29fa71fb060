/**
 * A deterministic generator of the demo's event logs.
 *
 * @packageDocumentation
 */
export { demoIncidents } from './demoIncidents';
export { demoStory } from './demoStory';
export { exactTruth, type DayTruth } from './exactTruth';
export type { Incident } from './Incident';
export { partitionsOf, type Partition } from './partitionsOf';
export { planted, type Planted } from './planted';
export type { SampleEvent } from './SampleEvent';
export type { LoggedDataset, Region, Story } from './Story';
export type { Audience, OperationProfile, ServiceProfile } from './ServiceProfile';
export { firstDayOf } from './storyDays';
export { writeSampleData, type SampleDataProgress } from './writeSampleData';
