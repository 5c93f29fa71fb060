/**
 * Spaces out calls: so many per second on average, so many at once at most. Athena counts per account and region,
 * whoever calls, so engines of one account and region share a bucket.
 */
export class TokenBucket {
  readonly #perSecond: number;
  readonly #burst: number;
  readonly #now: () => number;
  #tokens: number;
  #filledAt: number;
  #queue: Promise<void> = Promise.resolve();

  /**
   * @param perSecond - calls per second in the long run
   * @param burst - calls at once after a pause
   * @param now - milliseconds of a clock that does not go back
   */
  constructor(perSecond: number, burst: number, now: () => number = () => performance.now()) {
    this.#perSecond = perSecond;
    this.#burst = burst;
    this.#now = now;
    this.#tokens = burst;
    this.#filledAt = now();
  }

  /** Resolves when the next call may be made, first come, first served. */
  take(): Promise<void> {
    const turn = this.#queue.then(() => this.#takeOne());
    this.#queue = turn;
    return turn;
  }

  async #takeOne(): Promise<void> {
    for (;;) {
      const now = this.#now();
      const filled = ((now - this.#filledAt) / 1_000) * this.#perSecond;
      this.#tokens = Math.min(this.#burst, this.#tokens + filled);
      this.#filledAt = now;
      if (this.#tokens >= 1) {
        this.#tokens -= 1;
        return;
      }
      const waitMs = Math.ceil(((1 - this.#tokens) / this.#perSecond) * 1_000);
      await new Promise<void>(resolve => {
        setTimeout(resolve, waitMs);
      });
    }
  }
}
