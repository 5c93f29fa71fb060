import type { RunCost } from 'backstage-plugin-service-insights-node';
import type { RunEnd } from '../../runs/RunEnd';

/** What a run that is over cost. One that waits for another look at its rows is not: its cost is told at its end. */
export function costOf(end: Exclude<RunEnd, { state: 'left' }>): RunCost | undefined {
  return end.state === 'postponed' ? undefined : end.cost;
}
