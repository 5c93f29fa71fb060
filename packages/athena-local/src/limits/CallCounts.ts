import type { FaultyOperation } from '../faults/Fault';

/**
 * How often an operation was called.
 *
 * @public
 */
export type CallCount = { calls: number; throttled: number };

/** Counts calls, whatever came of them. */
export class CallCounts {
  readonly #counts = new Map<FaultyOperation, CallCount>();

  count(operation: FaultyOperation): void {
    this.#counts.set(operation, { ...this.of(operation), calls: this.of(operation).calls + 1 });
  }

  countThrottled(operation: FaultyOperation): void {
    const { calls, throttled } = this.of(operation);
    this.#counts.set(operation, { calls, throttled: throttled + 1 });
  }

  of(operation: FaultyOperation): CallCount {
    return this.#counts.get(operation) ?? { calls: 0, throttled: 0 };
  }
}
