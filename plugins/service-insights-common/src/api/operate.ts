import { z } from 'zod';
import { isDay } from '../days';

const count = z.int().min(0);
const instant = z.iso.datetime();
const dayOfAnswer = z.iso.date();
const day = z.string().refine(isDay, { error: 'must be a day as 2026-03-14' });
const instantGiven = z.iso.datetime({
  offset: true,
  error: 'must be an instant as 2026-03-14T09:00:00Z',
});
const datasetId = z
  .string()
  .min(1, { error: 'must be the id of a dataset' })
  .max(63, { error: 'must be the id of a dataset' });

/** The states a run can be in. */
export const runStates = [
  'queued',
  'starting',
  'running',
  'publishing',
  'stopping',
  'done',
  'failed',
  'cancelled',
] as const;

/** Which runs of the ledger an operator asks for. */
export const runsQuerySchema = z.strictObject({
  dataset: datasetId.optional().describe('only of this dataset'),
  state: z
    .enum(runStates, { error: `must be one of ${runStates.join(', ')}` })
    .optional()
    .describe('only in this state'),
  from: day.optional().describe('only of this day of data, as 2026-03-14, or a later one'),
  to: day.optional().describe('only of this day of data, or an earlier one'),
  source: z
    .string()
    .min(1, { error: 'must be the name of a source' })
    .max(200, { error: 'must be the name of a source' })
    .optional()
    .describe('only of this source: an engine, with its region where the dataset gives one'),
  since: instantGiven.optional().describe('only runs put into the queue at or after this instant'),
  cursor: z
    .string()
    .min(1, { error: 'must be the nextCursor of an answer' })
    .max(200, { error: 'must be the nextCursor of an answer' })
    .optional()
    .describe('where to go on: `nextCursor` of the answer before'),
  limit: z
    .int({ error: 'must be a whole number from 1 to 500' })
    .min(1, { error: 'must be a whole number from 1 to 500' })
    .max(500, { error: 'must be a whole number from 1 to 500' })
    .default(50)
    .describe('the most runs an answer has'),
});

/**
 * A question about the ledger, checked.
 *
 * @public
 */
export type RunsQuery = z.output<typeof runsQuerySchema>;

/** Why a run failed, in words for operators. */
const runFailureSchema = z.strictObject({
  class: z.string().describe('transient | throttled | definition | operator | budget'),
  code: z.string(),
  message: z.string(),
});

/** One execution on an engine, as an operator sees it. */
export const operatedRunSchema = z.strictObject({
  id: z.string(),
  datasetId: z.string(),
  version: z.int(),
  source: z.string(),
  day: dayOfAnswer,
  attempt: z.int(),
  state: z.enum(runStates),
  says: z.string().describe('the state in words, and what follows'),
  createdAt: instant,
  dueAt: instant.nullable().describe('a queued run starts not before this instant'),
  startedAt: instant.nullable(),
  finishedAt: instant.nullable(),
  bytesScanned: count.nullable(),
  bytesBilled: count.nullable(),
  usd: z.number().nullable(),
  resultRows: count.nullable(),
  failure: runFailureSchema.nullable(),
});

/**
 * One execution on an engine, as an operator sees it.
 *
 * @public
 */
export type OperatedRun = z.infer<typeof operatedRunSchema>;

/** Runs of the ledger, the newest first. */
export const runsAnswerSchema = z.strictObject({
  runs: z.array(operatedRunSchema),
  nextCursor: z.string().nullable().describe('null on the last page'),
});

/**
 * Runs of the ledger, the newest first.
 *
 * @public
 */
export type RunsAnswer = z.infer<typeof runsAnswerSchema>;

/** A pause of everything, or of one dataset. */
const pauseSchema = z.strictObject({
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
export const estimateSchema = z.strictObject({
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

/** An act that takes no parameters. */
export const emptyRequestSchema = z.strictObject({}).prefault({});

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
