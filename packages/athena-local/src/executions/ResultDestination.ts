/**
 * Where a query's result goes: a place in S3, or the store that Athena manages itself and only GetQueryResults reads.
 *
 * @internal
 */
export type ResultDestination =
  | {
      kind: 's3';
      /** What the client sent or the workgroup says, as it was written. */
      location: string;
      /** The client sent a location, and the workgroup put its own in its place. */
      overridden: boolean;
    }
  | { kind: 'managed' };
