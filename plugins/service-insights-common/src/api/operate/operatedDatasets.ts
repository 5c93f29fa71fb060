import { z } from 'zod';
import { count, dayOfAnswer, instant } from './fields';
import { pauseSchema } from './pauses';
import { runFailureSchema } from './runs';

/** What was spent in a span, and how much may be. */
const spendSchema = z.strictObject({
  span: z.string().describe('a UTC day as 2026-03-14, or a month as 2026-03'),
  usd: z.number(),
  reservedUsd: z.number().describe('set aside for runs in flight'),
  limitUsd: z.number().nullable().describe('null: no limit'),
});

/** What was spent today and this month. */
const spendingSchema = z.strictObject({ day: spendSchema, month: spendSchema });

/**
 * What was spent today and this month.
 *
 * @public
 */
export type Spending = z.infer<typeof spendingSchema>;

/** A dataset, for who operates it. */
const operatedDatasetSchema = z.strictObject({
  id: z.string(),
  title: z.string(),
  owner: z.string().nullable(),
  enabled: z.boolean(),
  version: z.int().describe('the version of the definition that is loaded'),
  servedVersion: z.int().nullable().describe('null before the first; another while one is built'),
  dataThrough: dayOfAnswer.nullable().describe('the last complete day'),
  says: z.array(z.string()).describe('how it is doing, in sentences'),
  queue: z.strictObject({
    waiting: count,
    running: count,
    nextDueAt: instant.nullable(),
    oldestDueAt: instant.nullable().describe('since when the oldest due run waits'),
  }),
  lastPublished: z.strictObject({ day: dayOfAnswer, at: instant }).nullable(),
  lastFailure: z
    .strictObject({
      runId: z.string(),
      day: dayOfAnswer,
      at: instant,
      ...runFailureSchema.shape,
    })
    .nullable()
    .describe('the newest failure of a day that has not been read since'),
  spend: spendingSchema,
  pauses: z.array(pauseSchema),
  budgetHold: z
    .strictObject({ until: instant.nullable() })
    .nullable()
    .describe(
      'set while a budget keeps its runs in the queue; until null: until a limit is raised',
    ),
  breakerOpen: z
    .array(z.string())
    .describe(
      'sources of which the definition only fails: one day is tried a day until it changes',
    ),
  suspiciousDays: z.array(
    z.strictObject({ day: dayOfAnswer, source: z.string(), reasons: z.array(z.string()) }),
  ),
});

/**
 * A dataset, for who operates it.
 *
 * @public
 */
export type OperatedDataset = z.infer<typeof operatedDatasetSchema>;

/** All datasets, for who operates them. */
export const operatedDatasetsAnswerSchema = z.strictObject({
  datasets: z.array(operatedDatasetSchema),
  pauses: z.array(pauseSchema).describe('pauses of everything'),
  spend: spendingSchema.describe('by all datasets'),
  refused: z.array(z.strictObject({ origin: z.string(), path: z.string(), message: z.string() })),
});

/**
 * All datasets, for who operates them.
 *
 * @public
 */
export type OperatedDatasetsAnswer = z.infer<typeof operatedDatasetsAnswerSchema>;
