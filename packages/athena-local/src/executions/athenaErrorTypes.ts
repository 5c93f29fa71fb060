import type { AthenaFailure } from './AthenaFailure';

type Kind = Omit<AthenaFailure, 'type'> & { from: number; to?: number };

/** The documented error types by range; what is not here is not an Athena error type. */
const kinds: readonly Kind[] = [
  {
    from: 0,
    to: 8,
    category: 1,
    retryable: true,
    message: 'Query exhausted resources at this scale factor',
  },
  { from: 100, category: 1, retryable: true, message: 'Internal service error' },
  {
    from: 200,
    to: 202,
    category: 1,
    retryable: true,
    message: 'Query engine had an internal error',
  },
  { from: 203, category: 1, retryable: true, message: 'Driver error' },
  { from: 204, category: 1, retryable: true, message: 'The metastore had an error' },
  { from: 205, category: 1, retryable: true, message: 'Query engine had an internal error' },
  { from: 206, category: 1, retryable: false, message: 'Query timed out' },
  {
    from: 207,
    to: 208,
    category: 1,
    retryable: true,
    message: 'Query engine had an internal error',
  },
  {
    from: 209,
    category: 1,
    retryable: true,
    message: 'The query engine failed to cancel the query',
  },
  { from: 210, category: 1, retryable: false, message: 'Query timed out' },
  {
    from: 211,
    to: 232,
    category: 1,
    retryable: true,
    message: 'Query engine had an internal error',
  },
  { from: 233, category: 1, retryable: true, message: 'Iceberg error: ICEBERG_COMMIT_ERROR' },
  { from: 234, category: 1, retryable: false, message: 'Lake Formation error' },
  {
    from: 235,
    to: 236,
    category: 1,
    retryable: true,
    message: 'Query engine had an internal error',
  },
  { from: 237, category: 1, retryable: true, message: 'Serialization error' },
  { from: 238, category: 1, retryable: true, message: 'Failed to upload metadata to Amazon S3' },
  { from: 239, category: 1, retryable: true, message: 'General persistence error' },
  { from: 240, category: 1, retryable: true, message: 'Failed to submit query' },
  { from: 300, to: 303, category: 1, retryable: true, message: 'Internal service error' },
  { from: 400, category: 1, retryable: true, message: 'Internal service error' },
  {
    from: 401,
    to: 402,
    category: 1,
    retryable: true,
    message: 'Failed to write query results to Amazon S3',
  },
  { from: 1000, to: 1010, category: 2, retryable: false, message: 'User error' },
  { from: 1011, category: 2, retryable: false, message: 'Query cancelled by user' },
  { from: 1014, category: 2, retryable: false, message: 'Query cancelled by user' },
  { from: 1100, to: 1110, category: 2, retryable: false, message: 'Invalid argument' },
  { from: 1200, to: 1202, category: 2, retryable: false, message: 'Feature not supported' },
  { from: 1300, to: 1307, category: 2, retryable: false, message: 'Entity not found' },
  { from: 1400, category: 2, retryable: true, message: 'Throttling error' },
  { from: 1401, category: 2, retryable: true, message: 'Query throttled by AWS Glue' },
  {
    from: 1402,
    category: 2,
    retryable: false,
    message: 'Query failed: too many table versions in AWS Glue',
  },
  { from: 1403, category: 2, retryable: true, message: 'Query throttled by Amazon S3' },
  {
    from: 1404,
    to: 1406,
    category: 2,
    retryable: true,
    message: 'Query throttled by Amazon Athena',
  },
  { from: 1500, to: 1501, category: 2, retryable: false, message: 'Permission denied' },
  { from: 1602, category: 2, retryable: true, message: 'The reserved capacity is exceeded' },
  { from: 9999, category: 3, retryable: true, message: 'Internal service error' },
];

/**
 * The failure that an error type of Athena's reference stands for.
 *
 * @throws RangeError for a type that Athena does not have
 * @public
 */
export function athenaFailure(type: number): AthenaFailure {
  const kind = kinds.find(({ from, to = from }) => type >= from && type <= to);
  if (!kind) throw new RangeError(`${type} is not an error type of Athena`);
  return { category: kind.category, type, retryable: kind.retryable, message: kind.message };
}

/**
 * Every error type Athena documents, for tests that go through all of them.
 *
 * @public
 */
export const athenaErrorTypes: readonly number[] = kinds.flatMap(({ from, to = from }) =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i),
);
