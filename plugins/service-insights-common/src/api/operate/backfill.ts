import { z } from 'zod';
import { count, day, instant } from './fields';

/** Asks for a range of days to be read again: without `confirm` what it would cost, with it to do it. */
export const backfillRequestSchema = z
  .strictObject({
    from: day.describe('the first day'),
    to: day.describe('the last day'),
    confirm: z
      .string()
      .min(1, { error: 'must be the confirm of an estimate' })
      .max(200, { error: 'must be the confirm of an estimate' })
      .optional()
      .describe('`confirm` of the estimate of the same range'),
  })
  .superRefine(({ from, to }, context) => {
    if (from > to) {
      context.addIssue({ code: 'custom', path: ['to'], message: 'must not be before from' });
    }
  });

/**
 * Asks for a range of days to be read again.
 *
 * @public
 */
export type BackfillRequest = z.output<typeof backfillRequestSchema>;

/** What runs would cost, by the ledger's own history. */
const estimateSchema = z.strictObject({
  days: count.describe('days of the range that can be read'),
  runs: count,
  bytesBilled: count.nullable().describe('null: unknown'),
  usd: z.number().nullable().describe('null: unknown'),
  basis: z.string().describe('what the estimate rests on, in words'),
});

/** What a backfill would cost, or that it was put into the queue. */
export const backfillAnswerSchema = z.discriminatedUnion('status', [
  z.strictObject({
    status: z.literal('estimated'),
    estimate: estimateSchema,
    confirm: z.string().describe('send it with the same range to have it done; once'),
    confirmBefore: instant,
  }),
  z.strictObject({ status: z.literal('enqueued'), enqueued: count }),
]);

/**
 * What a backfill would cost, or that it was put into the queue.
 *
 * @public
 */
export type BackfillAnswer = z.infer<typeof backfillAnswerSchema>;
