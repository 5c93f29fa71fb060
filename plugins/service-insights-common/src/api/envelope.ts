import { z } from 'zod';
import { notComparableReasonSchema } from './change';

const day = z.iso.date();
const instant = z.iso.datetime();

/** A set of whole days, both ends included. */
export const periodSchema = z.strictObject({ from: day, to: day });

/** The states a number can be in, worst first where several hold. */
export const envelopeStatuses = [
  'pending',
  'noData',
  'failing',
  'overBudget',
  'paused',
  'stale',
  'partial',
  'suppressed',
  'ok',
] as const;

/** What stands beside every number: how far, how complete, how fresh, by which definition. */
export const envelopeSchema = z.strictObject({
  status: z.enum(envelopeStatuses).describe('the worst of what holds; see also `also`'),
  also: z
    .array(z.enum(envelopeStatuses))
    .describe('what else holds, worst first, without `status`'),
  asOf: instant.describe(
    'when this was answered, by the clock of the server: what "late" and "ago" count from',
  ),
  timeZone: z.literal('UTC').describe('the zone whose days are counted'),
  period: periodSchema.describe('the days the numbers cover'),
  previousPeriod: periodSchema.nullable().describe('the days they are compared with'),
  dataThrough: day
    .nullable()
    .describe('the last complete day of the dataset; null before the first'),
  inProgress: z
    .strictObject({
      day,
      asOf: instant,
      calls: z.int(),
      serviceFaults: z.int(),
      callerFaults: z.int(),
      throttled: z.int(),
    })
    .nullable()
    .describe('a day that is published but not finished: drawn hollow, never counted'),
  historyStart: day
    .nullable()
    .describe('the first day that is kept: "new" means first seen since then'),
  completeness: z.strictObject({
    expectedDays: z.int(),
    presentDays: z.int(),
    missing: z.array(day).describe('days of the period without data: missing, not zero'),
    partialRegions: z.array(z.string()).describe('sources that lack a day of the period'),
    malformedEvents: z
      .int()
      .nullable()
      .describe('events of the period that could not be read; null where the engine cannot tell'),
    duplicateEvents: z.int().describe('deliveries of the period beyond the first, not counted'),
    suspiciousDays: z
      .array(day)
      .describe('days of the period that are unlike the days before them: counted, and marked'),
  }),
  comparable: z.strictObject({
    previous: z.boolean(),
    reason: notComparableReasonSchema.nullable(),
  }),
  definition: z.strictObject({ insightId: z.string(), version: z.int() }),
  definitionChanges: z
    .array(z.strictObject({ day, version: z.int() }))
    .describe('days of the period from which on another version of the definition was read by'),
  lastRun: z
    .strictObject({
      state: z.enum(['succeeded', 'failed', 'running']),
      finishedAt: instant.nullable(),
      consecutiveFailures: z.int(),
    })
    .nullable(),
  refresh: z.strictObject({
    nextAt: instant.nullable(),
    paused: z
      .strictObject({
        reason: z.enum(['budget', 'operator']),
        until: day.nullable().describe('the day it resumes by itself; null where it does not'),
      })
      .nullable()
      .describe('why no new day is read: a budget is used up, or an operator paused it'),
  }),
  lastEventDay: day.nullable().describe('the last complete day on which the service was called'),
});

/**
 * The envelope (`meta`) of an answer.
 *
 * @public
 */
export type Envelope = z.infer<typeof envelopeSchema>;

/**
 * One of the envelope's states.
 *
 * @public
 */
export type EnvelopeStatus = (typeof envelopeStatuses)[number];
