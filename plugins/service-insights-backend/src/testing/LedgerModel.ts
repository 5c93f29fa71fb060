import type { Day } from 'backstage-plugin-service-insights-common';
import type { HeldRun } from '../runs/Run';
import { isOpen, transitions, type RunEvent, type RunState } from '../runs/transitions';

/** What the model knows of a run. */
export type ModelRun = {
  id: string;
  day: Day;
  state: RunState;
  fence: number;
  owner: string | undefined;
  /** When it may be taken: because it is due, or because its lease is over. */
  free: 'later' | 'now' | 'longAgo';
  mayBeStarted: boolean;
  engineRunId: string | undefined;
};

/**
 * The ledger as it should be, made from nothing but the table of transitions: what a fence and a lease mean is said
 * here a second time, so that both can be compared.
 */
export class LedgerModel {
  readonly runs: ModelRun[] = [];
  /** Which run published a day last. */
  readonly published = new Map<Day, string>();

  ofDay(day: Day): ModelRun[] {
    return this.runs.filter(run => run.day === day);
  }

  hasOpen(day: Day): boolean {
    return this.ofDay(day).some(({ state }) => isOpen(state));
  }

  enqueue(id: string, day: Day, free: ModelRun['free']): void {
    this.runs.push({
      id,
      day,
      state: 'queued',
      fence: 0,
      owner: undefined,
      free,
      mayBeStarted: false,
      engineRunId: undefined,
    });
  }

  /** Those that something can happen to, newest day first. */
  able(event: RunEvent): ModelRun[] {
    return this.runs
      .filter(({ state }) => transitions[state][event] !== undefined)
      .sort((a, b) => b.day.localeCompare(a.day));
  }

  /** Lets something happen to a run, if it can. */
  happen(run: ModelRun, event: RunEvent): boolean {
    const next = transitions[run.state][event];
    if (next === undefined) return false;
    run.state = next;
    if (!isOpen(next) || next === 'queued') run.owner = undefined;
    return true;
  }

  /** Lets something happen that its holder does. @returns the run, unless the fence is an old one */
  write({ id, fence }: HeldRun, event: RunEvent): ModelRun | undefined {
    const run = this.runs.find(other => other.id === id);
    return run?.fence === fence && this.happen(run, event) ? run : undefined;
  }

  /** Lets someone take a run. */
  take(run: ModelRun, owner: string, event: 'claim' | 'sweep'): void {
    if (event === 'claim') run.mayBeStarted = run.state !== 'queued';
    if (!this.happen(run, event)) throw new Error(`${event} cannot happen to a ${run.state} run`);
    run.owner = owner;
    run.fence += 1;
    run.free = 'later';
  }
}
