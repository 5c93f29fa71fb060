import { runStates } from 'backstage-plugin-service-insights-common';

/**
 * Where a run stands. `queued`: the engine was surely not asked. `starting`: it may have been, and its answer is not
 * known. `running`: it executes. `publishing`: it has ended, and its rows are read. `stopping`: it was told to end, and
 * what it cost until then is not known yet. The others are final.
 */
export type RunState = (typeof runStates)[number];

/**
 * What can happen to a run. `claim`: a worker takes it up, from whoever is gone. `sweep`: the sweeper takes it, to end
 * it. `lease`: its holder shows a sign of life, or lets go. `rest`: the engine's answer, or its rows, got lost on the
 * way, and it is asked again later. `postpone`: the engine did not start it. `start`: it did. `read`: its rows are about to be read. `stop`:
 * its holder wants it to end.
 */
export type RunEvent =
  | 'claim'
  | 'sweep'
  | 'lease'
  | 'rest'
  | 'postpone'
  | 'start'
  | 'read'
  | 'stop'
  | 'publish'
  | 'fail'
  | 'cancel';

/**
 * The whole life of a run. What does not stand here cannot happen: each write of the ledger takes the states it may
 * come from, and the one it leads to, from this table.
 */
export const transitions: Record<RunState, Partial<Record<RunEvent, RunState>>> = {
  queued: { claim: 'starting', cancel: 'cancelled' },
  starting: {
    claim: 'starting',
    sweep: 'stopping',
    lease: 'starting',
    rest: 'starting',
    postpone: 'queued',
    start: 'running',
    stop: 'stopping',
    fail: 'failed',
  },
  running: {
    claim: 'running',
    sweep: 'stopping',
    lease: 'running',
    read: 'publishing',
    stop: 'stopping',
    fail: 'failed',
  },
  publishing: {
    claim: 'publishing',
    sweep: 'stopping',
    lease: 'publishing',
    read: 'publishing', // by whoever took it up
    rest: 'publishing',
    stop: 'stopping',
    publish: 'done',
    fail: 'failed',
  },
  stopping: { sweep: 'stopping', lease: 'stopping', cancel: 'cancelled' },
  done: {},
  failed: {},
  cancelled: {},
};

/** The states in which something can happen. */
export function sourcesOf(event: RunEvent): RunState[] {
  return runStates.filter(state => transitions[state][event] !== undefined);
}

/** Whether something can still happen to a run: at most one of a day is open. */
export function isOpen(state: RunState): boolean {
  return Object.keys(transitions[state]).length > 0;
}
