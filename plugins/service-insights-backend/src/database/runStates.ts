import { runStates } from 'backstage-plugin-service-insights-common';
import { isOpen, sourcesOf, transitions, type RunEvent } from '../runs/transitions';

/** The states of a run that is not over, as SQL. */
export const open = inList(runStates.filter(isOpen));

/** The states of a run that someone holds or held, as SQL. */
export const leased = statesBefore('lease');

/** The states in which something can happen to a run, as SQL. */
export function statesBefore(event: RunEvent): string {
  return inList(sourcesOf(event));
}

/** The state of a run after something happened to it, as SQL over its row. */
export function stateAfter(event: RunEvent): string {
  const cases = sourcesOf(event).map(from => `WHEN '${from}' THEN '${transitions[from][event]}'`);
  return `CASE state ${cases.join(' ')} END`;
}

/**
 * What must hold of a run's row for a write of its holder to change anything; takes the run's id and the holder's
 * fence. A worker whose run went to someone else has an older fence.
 */
export function fenced(event: RunEvent): string {
  return `id = ? AND fence = ? AND state IN ${statesBefore(event)}`;
}

function inList(states: readonly string[]): string {
  return `(${states.map(state => `'${state}'`).join(', ')})`;
}
