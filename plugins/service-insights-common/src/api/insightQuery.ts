import { z } from 'zod';
import { isDay } from '../days';
import { comparisons, presetDays, type PresetPeriod } from '../periods';

const presets = Object.keys(presetDays) as PresetPeriod[];
const day = z.string().refine(isDay, { error: 'must be a day as 2026-03-14' });

/** The longest period that can be asked for: more than any dataset keeps. */
const mostDays = 4_000;

/** The names of the built-in insights that have a route of their own. */
export const insightIds = [
  'overview',
  'usage',
  'adoption',
  'failures',
  'retention',
  'latency',
  'changes',
] as const;

/**
 * A built-in insight.
 *
 * @public
 */
export type InsightId = (typeof insightIds)[number];

/** Which days, which regions, of which dataset: what every question has. */
const scope = {
  range: z
    .enum(presets, { error: `must be one of ${presets.join(', ')}` })
    .optional()
    .describe('a preset period that ends with the last complete day; 28d when nothing is given'),
  from: day.optional().describe('the first day, as 2026-03-14'),
  to: day.optional().describe('the last day, as 2026-03-14'),
  region: z
    .array(
      z
        .string()
        .min(1, { error: 'must not be empty' })
        .max(120, { error: 'must be at most 120 characters' }),
    )
    .min(1, { error: 'must name at least one region' })
    .max(50, { error: 'must name at most 50 regions' })
    .optional()
    .describe('only these regions: every number is then as if there were no others'),
  dataset: z
    .string()
    .min(1, { error: 'must be the id of a dataset' })
    .max(63, { error: 'must be the id of a dataset' })
    .optional()
    .describe('the dataset to answer from; the first the entity is bound to when left out'),
};

const limit = (most: number) =>
  z
    .int({ error: `must be a whole number from 1 to ${most}` })
    .min(1, { error: `must be a whole number from 1 to ${most}` })
    .max(most, { error: `must be a whole number from 1 to ${most}` });

/** The rules between the parameters that say which days. */
function checkPeriod(
  query: { range?: string; from?: string; to?: string },
  context: z.RefinementCtx,
): void {
  const refuse = (path: string, message: string) =>
    context.addIssue({ code: 'custom', path: [path], message, input: query });
  if ((query.from === undefined) !== (query.to === undefined)) {
    refuse(query.from === undefined ? 'from' : 'to', 'must be given together: from and to');
  } else if (query.from !== undefined && query.range !== undefined) {
    refuse('range', 'must not be given together with from and to');
  } else if (query.from !== undefined && query.to !== undefined && query.from > query.to) {
    refuse('to', 'must not be before from');
  } else if (
    query.from !== undefined &&
    query.to !== undefined &&
    !isWithinReach(query.from, query.to)
  ) {
    refuse('to', `must be at most ${mostDays} days after from`);
  }
}

function isWithinReach(from: string, to: string): boolean {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000 < mostDays;
}

/** The grains that can be asked for. */
const askedGrains = ['day', 'week', 'month'] as const;

/** What a URL may ask. */
const urlQuery = {
  ...scope,
  compare: z
    .enum(comparisons, { error: `must be one of ${comparisons.join(', ')}` })
    .default('prev')
    .describe('prev: the days before, weekdays meeting weekdays; year: 364 days earlier'),
  limit: limit(500).default(10).describe('the most entries a list has; the rest is "other"'),
  grain: z
    .enum(askedGrains, { error: `must be one of ${askedGrains.join(', ')}` })
    .optional()
    .describe('makes series coarser than they would be; never finer'),
  operation: z
    .array(
      z
        .string()
        .min(1, { error: 'must not be empty' })
        .max(400, { error: 'must be at most 400 characters' }),
    )
    .min(1, { error: 'must name at least one operation' })
    .max(50, { error: 'must name at most 50 operations' })
    .optional()
    .describe('only these operations; what cannot honour it is in `subject.notFiltered`'),
};

/** What a reader asks for in a URL: a preset or a range of days, which regions, compared with what. */
export const insightUrlQuerySchema = z.strictObject(urlQuery).superRefine(checkPeriod);

/** What a reader asks for in a body: the same, and a customer, whose key must not stand in a URL. */
export const insightQuerySchema = z
  .strictObject({
    ...urlQuery,
    customer: z
      .string()
      .min(1, { error: 'must not be empty' })
      .max(400, { error: 'must be at most 400 characters' })
      .optional()
      .describe(
        'only this customer, not together with `operation`; what cannot honour it is in `subject.notFiltered`',
      ),
  })
  .superRefine(checkPeriod)
  .superRefine((query, context) => {
    if (query.customer === undefined || query.operation === undefined) return;
    context.addIssue({
      code: 'custom',
      path: ['customer'],
      message: 'must not be given together with operation: who called what is not kept',
      input: query,
    });
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

/** What a reader asks of the services of the organisation. */
export const servicesQuerySchema = z
  .strictObject({
    ...scope,
    limit: limit(1_000).default(50).describe('the most services an answer has'),
    offset: z
      .int({ error: 'must be a whole number from 0' })
      .min(0, { error: 'must be a whole number from 0' })
      .default(0)
      .describe('how many services to leave out before the first'),
    q: z
      .string()
      .max(200, { error: 'must be at most 200 characters' })
      .optional()
      .describe('only services and entities whose name contains this'),
  })
  .superRefine(checkPeriod);

/**
 * A question about the services of the organisation, checked.
 *
 * @public
 */
export type ServicesQuery = z.output<typeof servicesQuerySchema>;

/**
 * A question about the services of the organisation, as it is asked.
 *
 * @public
 */
export type ServicesQueryInput = z.input<typeof servicesQuerySchema>;

/** What a reader asks of a portfolio. */
export const portfolioQuerySchema = z.strictObject({
  range: z
    .enum(['7d', '28d', '90d'], { error: 'must be one of 7d, 28d, 90d' })
    .default('28d')
    .describe('a preset period that ends with the last complete day'),
});

/**
 * A question about a portfolio, checked.
 *
 * @public
 */
export type PortfolioQuery = z.output<typeof portfolioQuerySchema>;

/**
 * A question about a portfolio, as it is asked.
 *
 * @public
 */
export type PortfolioQueryInput = z.input<typeof portfolioQuerySchema>;

const entityRef = z.string().regex(/^[a-z]+:[^:/]+\/[^:/]+$/i, {
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
