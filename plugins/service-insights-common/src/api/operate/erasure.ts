import { z } from 'zod';
import { datasetId } from './fields';

/** Asks for a customer to be forgotten. */
export const erasureRequestSchema = z.strictObject({
  dataset: datasetId.optional().describe('only in this dataset; in all when left out'),
  customer: z
    .string()
    .min(1, { error: 'must be the key of a customer, as events hold it' })
    .max(4_000, { error: 'must be at most 4,000 characters' })
    .describe('the key, as events hold it'),
});

/**
 * Asks for a customer to be forgotten.
 *
 * @public
 */
export type ErasureRequest = z.output<typeof erasureRequestSchema>;

/** Where a customer was forgotten. */
export const erasureAnswerSchema = z.strictObject({
  datasets: z.array(z.strictObject({ id: z.string(), found: z.boolean() })),
});

/**
 * Where a customer was forgotten.
 *
 * @public
 */
export type ErasureAnswer = z.infer<typeof erasureAnswerSchema>;
