/**
 * What can be done with definitions without a portal: check them, see which days they want, and read one.
 *
 * @packageDocumentation
 */
export { readSettings, type Settings } from '../readSettings';
export { loadOffline, type OfflineDefinitions } from './loadOffline';
export { planOffline, type OfflinePlan } from './planOffline';
export { runOffline, type DayTotals, type OfflineDay } from './runOffline';
export { wantedBecause } from '../operate/wantedBecause';
export type { Datasets, LoadedDataset } from '../definitions/LoadedDataset';
