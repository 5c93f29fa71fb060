import type { EngineFailure, RunCost } from 'backstage-plugin-service-insights-node';
import type { Publication } from '../publish/DayStore';

/**
 * How carrying out a run ended. `postponed`: it may not start now, and is back in the queue. `left`: it was left as it
 * is, for whoever claims it next.
 */
export type RunEnd =
  | { state: 'done'; publication: Publication; cost: RunCost }
  | { state: 'failed' | 'postponed'; failure: EngineFailure; cost: RunCost | undefined }
  | { state: 'cancelled'; cost: RunCost | undefined }
  | { state: 'left' };
