import type { AthenaFailure } from './AthenaFailure';

/** Thrown while a query is planned or run: it ends in FAILED. */
export class QueryFailed extends Error {
  constructor(readonly failure: AthenaFailure) {
    super(failure.message);
    this.name = 'QueryFailed';
  }
}

/** A failure that its author has to mend. */
export const userError = (type: number, message: string) =>
  new QueryFailed({ category: 2, type, retryable: false, message });
