import type { Clock } from './Clock';

/**
 * Real time, `speed` times as fast.
 *
 * @public
 */
export class ScaledClock implements Clock {
  readonly #startedAt = Date.now();
  readonly #timers = new Set<NodeJS.Timeout>();

  constructor(private readonly speed: number = 1) {}

  now(): number {
    return this.#startedAt + (Date.now() - this.#startedAt) * this.speed;
  }

  schedule(delayMs: number, task: () => Promise<void> | void): () => void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      void task();
    }, delayMs / this.speed);
    this.#timers.add(timer);
    return () => {
      this.#timers.delete(timer);
      clearTimeout(timer);
    };
  }

  close(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }
}
