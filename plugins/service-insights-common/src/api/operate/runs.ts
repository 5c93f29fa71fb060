import { z } from 'zod';
import { count, datasetId, day, dayOfAnswer, instant, instantGiven } from './fields';

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
export const runFailureSchema = z.strictObject({
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
