import { z } from 'zod';
import { count, dayOfAnswer } from './fields';

/** What a refresh found. */
export const refreshAnswerSchema = z.strictObject({
  enqueued: count.describe('days that were put into the queue'),
});

/**
 * What a refresh found.
 *
 * @public
 */
export type RefreshAnswer = z.infer<typeof refreshAnswerSchema>;

/** The days that are due, and why. */
export const planAnswerSchema = z.strictObject({
  days: z.array(
    z.strictObject({
      day: dayOfAnswer,
      source: z.string(),
      reason: z.string().describe('missing | empty | late | changed | redefined | open'),
      says: z.string().describe('the reason in words'),
    }),
  ),
});

/**
 * The days that are due, and why.
 *
 * @public
 */
export type PlanAnswer = z.infer<typeof planAnswerSchema>;
