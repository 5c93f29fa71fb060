import { z } from 'zod';
import { figureSchema } from './change';
import { changesDataSchema } from './changes';
import { envelopeSchema } from './envelope';
import { latencyDataSchema } from './latency';
import { retentionDataSchema } from './retention';
import { grainSchema, pointSchema } from './series';
import { subjectSchema } from './subject';
import { causeSchema, failureWhySchema, usageWhySchema } from './why';
import { metricNames } from '../metrics/metrics';
import { outcomes } from '../outcomes';

const day = z.iso.date();
const count = z.int();

const share = z.strictObject({
  name: z.string(),
  calls: count,
  share: z.number().describe('of all calls of the period'),
  previousShare: z.number().nullable(),
  serviceFaults: count.nullable().describe('null where a filter cannot be honoured'),
  failureRate: z.number().nullable(),
});

const others = z.strictObject({ names: count, calls: count }).nullable();

const faultSlice = z.strictObject({
  name: z.string(),
  calls: count,
  failedCalls: count,
  serviceFaults: count,
  failureRate: z.number().nullable(),
  previousFailureRate: z.number().nullable(),
});

/** Why the failure rate differs: contributions of operation and region that add up to the extra failed calls. */
const failureDrivers = z.strictObject({
  excessFailedCalls: z.number().describe('(failure rate − previous failure rate) × valid calls'),
  slices: z.array(
    z.strictObject({
      operation: z.string(),
      region: z.string(),
      excessFailedCalls: z
        .number()
        .describe('what the slice contributes; negative where it got better'),
      rateEffect: z.number().describe('of it, points of the rate because its own rate changed'),
      mixEffect: z.number().describe('of it, points because its share of calls changed'),
      calls: count,
      previousCalls: count,
      failureRate: z.number().nullable(),
      previousFailureRate: z.number().nullable(),
    }),
  ),
  rest: z.number().describe('what all other slices contribute'),
});

const headline = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({
    kind: z.literal('failuresUp'),
    excessFailedCalls: count,
    operation: z.string().describe("'' when it is more than one, or none stands out"),
    region: z.string().describe("'' when it is more than one, or none stands out"),
    share: z.number().describe('of the extra failures'),
    since: day,
    cause: causeSchema.nullable().describe('what stands out; null when everything moved'),
  }),
  z.strictObject({ kind: z.literal('usageStopped'), lastDay: day }),
  z.strictObject({
    kind: z.enum(['usageUp', 'usageDown']),
    operation: z.string(),
    region: z.string(),
    share: z.number(),
    cause: causeSchema.nullable().describe('what stands out; null when everything moved'),
  }),
]);

/** The summary card: three tiles and a sentence, and every metric by name. */
export const overviewDataSchema = z.strictObject({
  subject: subjectSchema,
  figures: z.partialRecord(z.enum(metricNames), figureSchema),
  grain: grainSchema,
  series: z.array(pointSchema),
  headline: headline.describe('what changed, when a rule for change is met'),
});

/** How much, of what, from where. */
export const usageDataSchema = z.strictObject({
  subject: subjectSchema,
  calls: figureSchema,
  callsPerDay: z.number().nullable().describe('over the days that are present'),
  activeCustomers: figureSchema,
  topCustomerShare: figureSchema,
  p50DurationMs: figureSchema,
  p95DurationMs: figureSchema,
  grain: grainSchema,
  series: z.array(pointSchema),
  operations: z.array(share),
  otherOperations: others,
  regions: z.array(share),
  otherRegions: others,
  why: usageWhySchema.nullable().describe('null when the periods cannot be compared'),
});

/** Who: the customers of the period against those of the period before. */
export const adoptionDataSchema = z.strictObject({
  subject: subjectSchema,
  activeCustomers: figureSchema,
  newCustomers: figureSchema,
  returningCustomers: figureSchema,
  resurrectedCustomers: figureSchema,
  dormantCustomers: figureSchema,
  stickiness: figureSchema,
  quickRatio: figureSchema,
  topCustomerShare: figureSchema,
  identity: z
    .strictObject({
      active: count,
      previousActive: count,
      new: count,
      resurrected: count,
      dormant: count,
    })
    .nullable()
    .describe('active = previousActive + new + resurrected − dormant'),
  lifecycle: z
    .array(
      z.strictObject({
        from: day,
        to: day,
        active: count,
        new: count,
        returning: count,
        resurrected: count,
        dormant: count,
      }),
    )
    .describe('the period cut into weeks, counted back from its end'),
  grain: grainSchema,
  series: z.array(pointSchema),
  newest: z.array(z.strictObject({ customer: z.string(), firstDay: day, calls: count })),
  goneQuiet: z.array(z.strictObject({ customer: z.string(), previousCalls: count })),
});

/** What failed, whose fault it was, and where. */
export const failuresDataSchema = z.strictObject({
  subject: subjectSchema,
  failureRate: figureSchema,
  calls: figureSchema,
  failedCalls: figureSchema,
  serviceFaults: figureSchema,
  callerFaults: figureSchema,
  throttled: figureSchema,
  grain: grainSchema,
  series: z.array(pointSchema),
  outcomes: z.array(z.strictObject({ outcome: z.enum(outcomes), calls: count, share: z.number() })),
  errors: z.array(
    z.strictObject({
      name: z.string(),
      outcome: z.enum(outcomes),
      calls: count,
      previousCalls: count.nullable(),
    }),
  ),
  otherErrors: others,
  operations: z.array(faultSlice),
  regions: z.array(faultSlice),
  drivers: failureDrivers.nullable().describe('null when the periods cannot be compared'),
  why: failureWhySchema.nullable().describe('null when the periods cannot be compared'),
});

const answer = <T extends z.ZodType>(data: T) =>
  z.strictObject({ data: data.nullable().describe('null while pending'), meta: envelopeSchema });

/** The answers by insight. */
export const insightAnswerSchemas = {
  overview: answer(overviewDataSchema),
  usage: answer(usageDataSchema),
  adoption: answer(adoptionDataSchema),
  failures: answer(failuresDataSchema),
  retention: answer(retentionDataSchema),
  latency: answer(latencyDataSchema),
  changes: answer(changesDataSchema),
} as const;

/**
 * The data of each insight.
 *
 * @public
 */
export type InsightData = {
  overview: z.infer<typeof overviewDataSchema>;
  usage: z.infer<typeof usageDataSchema>;
  adoption: z.infer<typeof adoptionDataSchema>;
  failures: z.infer<typeof failuresDataSchema>;
  retention: z.infer<typeof retentionDataSchema>;
  latency: z.infer<typeof latencyDataSchema>;
  changes: z.infer<typeof changesDataSchema>;
};

/**
 * What changed, for the sentence of the summary card.
 *
 * @public
 */
export type Headline = z.infer<typeof headline>;

/**
 * What the failure rate's change is made of.
 *
 * @public
 */
export type FailureDrivers = z.infer<typeof failureDrivers>;

/** An error as the API says it. */
export const apiErrorSchema = z.strictObject({
  statusCode: z.int(),
  error: z.strictObject({ name: z.string(), message: z.string() }),
});

/** The answers of a batch, in the order of its requests. */
export const batchResponseSchema = z.strictObject({
  results: z.array(
    z.union([
      z.strictObject({
        status: z.literal('ok'),
        answer: z.union(Object.values(insightAnswerSchemas)),
      }),
      z.strictObject({ status: z.literal('error'), ...apiErrorSchema.shape }),
    ]),
  ),
});
