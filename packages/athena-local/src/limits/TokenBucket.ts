/** Calls an account may make: so many a second, and a burst after a while of silence. */
export class TokenBucket {
  #tokens: number;
  #filledAtMs: number;

  constructor(private readonly options: { perSecond: number; burst: number; now(): number }) {
    this.#tokens = options.burst;
    this.#filledAtMs = options.now();
  }

  /** Takes a token; `false` when there is none. */
  take(): boolean {
    const { perSecond, burst, now } = this.options;
    const nowMs = now();
    const refill = (Math.max(0, nowMs - this.#filledAtMs) / 1_000) * perSecond;
    this.#tokens = Math.min(burst, this.#tokens + refill);
    this.#filledAtMs = nowMs;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}
