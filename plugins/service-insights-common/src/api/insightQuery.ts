import { z } from 'zod';
import { isDay } from '../days';
import { comparisons, presetDays, type PresetPeriod } from '../periods';

const presets = Object.keys(presetDays) as PresetPeriod[];
const day = z.string().refine(isDay, { error: 'must be a day as 2026-03-14' });

/** The names of the built-in insights that have a route of their own. */
export const insightIds = ['overview', 'usage', 'adoption', 'failures'] as const;

/**
 * A built-in insight.
 *
 * @public
 */
export type InsightId = (typeof insightIds)[number];

/** What a reader asks for: a preset or a range of days, which regions, compared with what. */
export const insightQuerySchema = z
  .strictObject({
    range: z.enum(presets, { error: `must be one of ${presets.join(', ')}` }).optional(),
    from: day.optional(),
    to: day.optional(),
    region: z.array(z.string().min(1).max(120)).max(50).optional(),
    compare: z
      .enum(comparisons, { error: `must be one of ${comparisons.join(', ')}` })
      .default('prev'),
    dataset: z.string().min(1).max(63).optional(),
    limit: z.int().min(1).max(500).default(10),
  })
  .superRefine((query, context) => {
    const refuse = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message, input: query });
    if ((query.from === undefined) !== (query.to === undefined)) {
      refuse(query.from === undefined ? 'from' : 'to', 'must be given together: from and to');
    } else if (query.from !== undefined && query.range !== undefined) {
      refuse('range', 'must not be given together with from and to');
    } else if (query.from !== undefined && query.to !== undefined && query.from > query.to) {
      refuse('to', 'must not be before from');
    }
  });

/**
 * A reader's question, checked.
 *
 * @public
 */
export type InsightQuery = z.output<typeof insightQuerySchema>;

/**
 * A reader's question as it is asked.
 *
 * @public
 */
export type InsightQueryInput = z.input<typeof insightQuerySchema>;

const entityRef = z
  .string()
  .regex(/^[a-z]+:[^:/]+\/[^:/]+$/i, {
    error: 'must be an entity ref as component:default/order-api',
  });

/** Many questions in one call: what the cards of one page ask. */
export const batchRequestSchema = z.strictObject({
  requests: z
    .array(
      z.strictObject({
        entityRef,
        insight: z.enum(insightIds, { error: `must be one of ${insightIds.join(', ')}` }),
        query: insightQuerySchema.prefault({}),
      }),
    )
    .min(1)
    .max(100),
});

/**
 * The body of a batch call.
 *
 * @public
 */
export type BatchRequest = z.output<typeof batchRequestSchema>;

/**
 * The body of a batch call as it is sent.
 *
 * @public
 */
export type BatchRequestInput = z.input<typeof batchRequestSchema>;
