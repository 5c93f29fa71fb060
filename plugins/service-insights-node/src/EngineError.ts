import type { EngineErrorClass, EngineFailure } from './engine';

/**
 * An engine could not do what it was asked. The message may be shown to who operates the portal: no ARN, bucket, path
 * or SQL. What the engine itself said goes into the cause, for the log.
 *
 * @public
 */
export class EngineError extends Error {
  // Not Backstage's CustomErrorBase: that adds the cause's message to its own, which would then be shown too.
  override readonly name = 'EngineError';
  readonly class: EngineErrorClass;
  readonly code: string;

  constructor(failure: EngineFailure, cause?: unknown) {
    super(failure.message, { cause });
    this.class = failure.class;
    this.code = failure.code;
  }
}
