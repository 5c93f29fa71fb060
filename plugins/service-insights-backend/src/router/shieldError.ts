import { randomUUID } from 'node:crypto';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { InputError, ServiceUnavailableError, stringifyError } from '@backstage/errors';

/** Errors whose words are meant for the caller, with their status. */
const statusCodes: Record<string, number> = {
  InputError: 400,
  AuthenticationError: 401,
  NotAllowedError: 403,
  NotFoundError: 404,
  ServiceUnavailableError: 503,
};

/** A database that is busy or away, and a catalog or policy that does not answer: it may work in a moment. */
const passing = /Timeout|ECONN|EPIPE|ResponseError|FetchError|SQLITE_BUSY/;

/** The HTTP status that an error is answered with. */
export function statusCodeOf(error: Error): number {
  return statusCodes[error.name] ?? 500;
}

/**
 * Turns an error into one that may leave the process. What a database, an engine or another plugin said stays in the
 * log, under an id that the caller can quote.
 */
export function shieldError(error: unknown, logger: LoggerService): Error {
  if (error instanceof Error && statusCodes[error.name]) return error;
  if (isUnreadableBody(error)) return new InputError('The body is not JSON, or is too large');
  const logId = randomUUID();
  logger.error(`A request failed (log id ${logId}): ${stringifyError(error)}`);
  return isPassing(error)
    ? new ServiceUnavailableError(`This does not work at the moment (log id ${logId})`)
    : Object.assign(new Error(`Something went wrong (log id ${logId})`), {
        name: 'InternalServerError',
      });
}

/** What express says of a body that it cannot parse, or whose sender is gone: `entity.parse.failed` and the like. */
function isUnreadableBody(error: unknown): boolean {
  return (
    error instanceof Error &&
    'type' in error &&
    /^(entity|encoding|charset|request|stream)\./.test(String(error.type))
  );
}

function isPassing(error: unknown): boolean {
  return error instanceof Error && passing.test(`${error.name} ${errorCode(error)}`);
}

function errorCode(error: Error): string {
  return 'code' in error ? String(error.code) : '';
}
