import { z } from 'zod';

/**
 * Something about a day that is unlike the days before it. Calls and services are counted, the other kinds are shares of
 * all events from 0 to 1.
 *
 * `fewerThanBefore`: fewer calls than an earlier reading of the same day found. `noEvents`: a reading of a day that
 * holds calls found none.
 */
export const suspicionSchema = z.strictObject({
  kind: z.enum([
    'fewCalls',
    'manyCalls',
    'fewServices',
    'malformed',
    'duplicates',
    'unmapped',
    'fewerThanBefore',
    'noEvents',
  ]),
  /** What is usual, or what was found before. */
  expected: z.number(),
  found: z.number(),
});

/** See {@link suspicionSchema}. */
export type Suspicion = z.infer<typeof suspicionSchema>;

/** A reading of a day that did not replace what was published before, as it is suspicious. */
export const findingSchema = z.strictObject({
  runId: z.string(),
  /** When it was found, in milliseconds since 1970. */
  atMs: z.int(),
  reasons: z.array(suspicionSchema),
});

/** See {@link findingSchema}. */
export type Finding = z.infer<typeof findingSchema>;
