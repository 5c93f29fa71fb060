import type { Trap } from './orders';

/**
 * The named points this process passes: before and after each call of the engine and the stores, and each statement of
 * a transaction. At one of them it may be told to kill or to stop itself.
 */
export class NamedPoints {
  readonly #passed = new Set<string>();
  readonly #trap: Trap | undefined;
  readonly #onFirst: (point: string) => void;

  constructor(trap: Trap | undefined, onFirst: (point: string) => void) {
    this.#trap = trap;
    this.#onFirst = onFirst;
  }

  pass(point: string): void {
    const isFirst = !this.#passed.has(point);
    this.#passed.add(point);
    if (isFirst && this.#trap?.point === point) process.kill(process.pid, this.#trap.signal);
    if (isFirst) this.#onFirst(point);
  }
}
