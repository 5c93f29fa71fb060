import { runStates } from 'backstage-plugin-service-insights-common';
import { isOpen, sourcesOf, transitions, type RunState } from './transitions';

const endings: RunState[] = ['done', 'failed', 'cancelled'];

function reachableFrom(state: RunState, seen = new Set<RunState>()): Set<RunState> {
  for (const next of Object.values(transitions[state])) {
    if (seen.has(next)) continue;
    seen.add(next);
    reachableFrom(next, seen);
  }
  return seen;
}

it('lets every run that is open come to an end, and nothing happen to one that has', () => {
  expect(runStates.filter(state => !isOpen(state))).toEqual(endings);
  for (const state of runStates.filter(isOpen)) {
    expect([...reachableFrom(state)].filter(next => !isOpen(next))).not.toEqual([]);
  }
});

it('publishes only what was started and read', () => {
  expect(sourcesOf('publish')).toEqual(['publishing']);
  expect(sourcesOf('read')).toEqual(['running', 'publishing']);
  expect(sourcesOf('start')).toEqual(['starting']);
});

it('cancels without asking an engine only what no engine can know', () => {
  expect(sourcesOf('cancel')).toEqual(['queued', 'stopping']);
  expect(sourcesOf('postpone')).toEqual(['starting']);
  expect(reachableFrom('running').has('queued')).toBe(false);
});

it('never carries on what is being stopped', () => {
  expect([...reachableFrom('stopping')].sort()).toEqual(['cancelled', 'stopping']);
});
