import { z } from 'zod';
import { subjectSchema } from './subject';
import { causeSchema } from './why';

const day = z.iso.date();
const count = z.int();

/** The sections of the tab that a change belongs to. */
export const changeSections = ['usage', 'adoption', 'failures', 'latency', 'data'] as const;

const of = <S extends (typeof changeSections)[number]>(section: S) => ({
  date: day.describe('the day it began'),
  section: z.literal(section),
});
const cause = causeSchema.nullable().describe('what it is associated with, if anything stands out');

/** One thing that changed. */
const noticedSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.enum(['failuresUp', 'failuresDown']),
    ...of('failures'),
    excessFailedCalls: count.describe('failed calls more or fewer than at the rate before'),
    failureRate: z.number(),
    previousFailureRate: z.number(),
    cause,
  }),
  z.strictObject({
    kind: z.enum(['usageUp', 'usageDown']),
    ...of('usage'),
    calls: count,
    previousCalls: count,
    cause,
  }),
  z.strictObject({
    kind: z.literal('usageStopped'),
    ...of('usage'),
    lastDay: day.describe('the last day with a call'),
    previousCalls: count,
  }),
  z.strictObject({
    kind: z.enum(['slower', 'faster']),
    ...of('latency'),
    p95DurationMs: z.number(),
    previousP95DurationMs: z.number(),
    cause,
  }),
  z.strictObject({
    kind: z.literal('customerQuiet'),
    ...of('adoption'),
    customer: z.string(),
    afterDays: count.describe('days from the first call to the last'),
    calls: count.describe('calls of the weeks before'),
  }),
  z.strictObject({
    kind: z.literal('definitionChanged'),
    ...of('data'),
    version: count,
  }),
  z.strictObject({
    kind: z.literal('daysMissing'),
    ...of('data'),
    to: day,
    days: count,
  }),
]);

/** What changed, the newest first. */
export const changesDataSchema = z.strictObject({
  subject: subjectSchema,
  changes: z.array(noticedSchema),
});

/**
 * One thing that changed.
 *
 * @public
 */
export type NoticedChange = z.infer<typeof noticedSchema>;
