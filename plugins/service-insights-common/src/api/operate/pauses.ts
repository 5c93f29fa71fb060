import { z } from 'zod';
import { instant, instantGiven } from './fields';

/** A pause of everything, or of one dataset. */
export const pauseSchema = z.strictObject({
  dataset: z.string().nullable().describe('null: all datasets'),
  reason: z.string(),
  by: z.string().describe('who paused: an entity ref, a plugin, or `configuration`'),
  since: instant.nullable(),
  until: instant.nullable().describe('null: until someone resumes'),
});

/**
 * A pause of everything, or of one dataset.
 *
 * @public
 */
export type OperatedPause = z.infer<typeof pauseSchema>;

/** Pauses refreshing. */
export const pauseRequestSchema = z.strictObject({
  reason: z
    .string()
    .trim()
    .min(1, { error: 'must say why, for whoever wonders' })
    .max(200, { error: 'must be at most 200 characters' }),
  until: instantGiven.optional().describe('when it ends by itself; until resumed when left out'),
});

/**
 * Pauses refreshing.
 *
 * @public
 */
export type PauseRequest = z.output<typeof pauseRequestSchema>;

/** The pauses that hold after an act. */
export const pausesAnswerSchema = z.strictObject({ pauses: z.array(pauseSchema) });

/**
 * The pauses that hold after an act.
 *
 * @public
 */
export type PausesAnswer = z.infer<typeof pausesAnswerSchema>;
