import type { Clock } from './Clock';

type Task = { dueAt: number; run: () => Promise<void> | void };

/**
 * Time that stands still until a test moves it.
 *
 * @public
 */
export class VirtualClock implements Clock {
  #now: number;
  readonly #tasks = new Set<Task>();

  constructor(startsAt: Date = new Date()) {
    this.#now = startsAt.getTime();
  }

  now(): number {
    return this.#now;
  }

  schedule(delayMs: number, run: () => Promise<void> | void): () => void {
    const task: Task = { dueAt: this.#now + delayMs, run };
    this.#tasks.add(task);
    return () => {
      this.#tasks.delete(task);
    };
  }

  /**
   * Moves time forward, running what falls due in order, one task after the other: when it resolves, everything that
   * should have happened by then has happened.
   */
  async advance(ms: number): Promise<void> {
    const until = this.#now + ms;
    for (let task = this.#next(until); task; task = this.#next(until)) {
      this.#tasks.delete(task);
      this.#now = Math.max(this.#now, task.dueAt);
      await task.run();
    }
    this.#now = until;
  }

  close(): void {
    this.#tasks.clear();
  }

  #next(until: number): Task | undefined {
    let first: Task | undefined;
    for (const task of this.#tasks) {
      if (task.dueAt <= until && (!first || task.dueAt < first.dueAt)) first = task;
    }
    return first;
  }
}
