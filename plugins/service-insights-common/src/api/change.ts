import { z } from 'zod';

/** Why two periods cannot be compared. */
export const notComparableReasonSchema = z.enum(['missingDays', 'versionChange', 'noHistory']);

/** How a figure moved against the period it is compared with. */
export const changeSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.enum(['up', 'down']),
    absolute: z.number().describe('current minus previous, in the unit of the figure'),
    relative: z
      .number()
      .nullable()
      .describe('absolute ÷ previous; null for rates, whose change is in points'),
  }),
  z.strictObject({ kind: z.literal('same') }),
  z.strictObject({ kind: z.literal('new'), absolute: z.number() }),
  z.strictObject({ kind: z.literal('stopped'), absolute: z.number() }),
  z.strictObject({ kind: z.literal('lowVolume') }),
  z.strictObject({ kind: z.literal('notComparable'), reason: notComparableReasonSchema }),
  z.strictObject({ kind: z.literal('none') }),
]);

/**
 * How a figure moved: `up` and `down` only when both the share and the amount are worth a word, else `same`.
 *
 * @public
 */
export type Change = z.infer<typeof changeSchema>;

/** A number, the number it is compared with, and how it moved. */
export const figureSchema = z.strictObject({
  value: z.number().nullable().describe('null where it has no meaning, as a rate of no calls'),
  previous: z.number().nullable(),
  change: changeSchema,
});

/**
 * A number with its comparison.
 *
 * @public
 */
export type Figure = z.infer<typeof figureSchema>;
