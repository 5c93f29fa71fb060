import { AthenaException } from './AthenaException';

/**
 * The machine-readable codes of `InvalidRequestException`.
 *
 * @internal
 */
export type InvalidRequestCode =
  | 'INVALID_INPUT'
  | 'MALFORMED_QUERY'
  | 'IDEMPOTENT_PARAMETER_MISMATCH'
  | 'QUERY_EXECUTION_NOT_FOUND'
  | 'INVALID_QUERY_EXECUTION_STATE'
  | 'RESULT_NOT_FOUND';

/** @internal */
export const invalidRequest = (code: InvalidRequestCode, message: string) =>
  new AthenaException('InvalidRequestException', message, {
    members: { AthenaErrorCode: code, ErrorCode: code },
  });

/** @internal */
export const serializationException = (message?: string) =>
  new AthenaException('SerializationException', message);

/** @internal */
export const unknownOperation = () => new AthenaException('UnknownOperationException', undefined);

/** @internal */
export const rateExceeded = () =>
  new AthenaException('ThrottlingException', 'Rate exceeded', { messageKey: 'message' });

/** @internal */
export const tooManyRequests = (message: string, reason?: 'CONCURRENT_QUERY_LIMIT_EXCEEDED') =>
  new AthenaException('TooManyRequestsException', message, {
    members: reason ? { Reason: reason } : {},
  });

/** @internal */
export const tooManyActiveQueries = () =>
  tooManyRequests(
    'You have exceeded the limit for the number of queries you can run concurrently. Please reduce the number of ' +
      'concurrent queries submitted by this account. Contact customer support to request a concurrent query limit increase.',
    'CONCURRENT_QUERY_LIMIT_EXCEEDED',
  );

/** @internal */
export const internalServerError = () =>
  new AthenaException('InternalServerException', 'Internal server error', { status: 500 });

/** @internal */
export const expiredToken = () =>
  new AthenaException(
    'ExpiredTokenException',
    'The security token included in the request is expired',
    { messageKey: 'message' },
  );
