import { athenaOperations, type AthenaOperation } from '../wire/operations';
import type { Quotas } from './Quotas';
import { TokenBucket } from './TokenBucket';

/** A bucket for each operation. */
export class CallBuckets {
  readonly #buckets: ReadonlyMap<AthenaOperation, TokenBucket>;

  constructor(calls: Quotas['calls'], now: () => number) {
    this.#buckets = new Map(
      athenaOperations.map(operation => [operation, new TokenBucket({ ...calls[operation], now })]),
    );
  }

  take(operation: AthenaOperation): boolean {
    return this.#buckets.get(operation)?.take() ?? true;
  }
}
