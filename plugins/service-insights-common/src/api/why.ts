import { z } from 'zod';

const day = z.iso.date();
const count = z.int();

/** Along what a change is looked at. */
export const causeDimensions = ['operation', 'region', 'error', 'customer'] as const;

/** What a change is associated with: never what it was caused by. */
export const causeSchema = z.strictObject({
  dimensions: z.array(z.enum(causeDimensions)).describe('one or two'),
  elements: z
    .array(z.array(z.string()))
    .describe('up to five, each with a value of every dimension, in their order'),
  before: z.number().describe('what it was before, or was expected to be'),
  now: z.number(),
  specific: z.number().describe('what changed here beyond what changed everywhere'),
  broad: z.number().describe('what would have changed had all been like the rest'),
  confidence: z
    .enum(['main', 'likely', 'broad'])
    .describe('broad: everything moved, and this is no more than the largest contribution'),
  since: day.nullable().describe('the day the change began'),
});

/**
 * What a change is associated with.
 *
 * @public
 */
export type AssociatedCause = z.infer<typeof causeSchema>;

const contribution = {
  name: z.string().describe("'' for calls without a name"),
  calls: count,
  previousCalls: count,
};
const dimension = z.enum(causeDimensions);

/** Contributions to a change of calls, which add up to it. */
const callsContributionsSchema = z.strictObject({
  dimension,
  rows: z.array(
    z.strictObject({ ...contribution, change: z.int().describe('calls more or fewer') }),
  ),
  rest: z.strictObject({ names: count, change: z.int() }).nullable(),
});

/** Contributions to a change of the failure rate: rate and mix effects of all rows and the rest add up to it. */
const rateContributionsSchema = z.strictObject({
  dimension,
  rows: z.array(
    z.strictObject({
      ...contribution,
      failureRate: z.number().nullable(),
      previousFailureRate: z.number().nullable(),
      rateEffect: z.number().describe('points, because its own rate changed'),
      mixEffect: z.number().describe('points, because its share of calls changed'),
      excessFailedCalls: z.number().describe('both effects × valid calls of the period'),
    }),
  ),
  rest: z
    .strictObject({
      names: count,
      rateEffect: z.number(),
      mixEffect: z.number(),
      excessFailedCalls: z.number(),
    })
    .nullable(),
});

/** Contributions of customers to a change of failed calls that were not their own fault. */
const customerFailuresSchema = z.strictObject({
  rows: z.array(
    z.strictObject({
      customer: z.string(),
      failedCalls: count.describe('service faults and throttled calls'),
      previousFailedCalls: count,
      change: z.int(),
    }),
  ),
  rest: z
    .strictObject({ customers: count, change: z.int() })
    .nullable()
    .describe('all other customers, and calls without one'),
});

const causes = z
  .array(causeSchema)
  .describe('three at most, the best first; none when little changed or nothing stands out');

/** Why calls changed. */
export const usageWhySchema = z.strictObject({
  change: z.int().describe('calls more or fewer than in the period compared with'),
  causes,
  contributions: z.array(callsContributionsSchema).describe('by operation, region and customer'),
});

/** Why the failure rate changed. */
export const failureWhySchema = z.strictObject({
  change: z.number().describe('of the failure rate, in points: 0.01 is one percent point'),
  rateEffect: z.number().describe('what changed rates of operations and regions make of it'),
  mixEffect: z.number().describe('what calls that moved between them make of it'),
  mixShift: z
    .boolean()
    .describe('whether more than half of the change comes from calls that moved'),
  causes: causes.describe(
    `${causes.description}; in service faults against those expected, of customers in failed calls`,
  ),
  contributions: z.array(rateContributionsSchema).describe('by operation and by region'),
  customers: customerFailuresSchema
    .nullable()
    .describe('null where no customer may be named, or none is known'),
});

/** Why calls became slower or faster. */
export const latencyWhySchema = z.strictObject({
  slowCalls: count.describe(
    'calls longer than 95 % of the calls of their operation and region were before',
  ),
  expectedSlowCalls: z.number().describe('how many these would be had nothing changed'),
  causes: causes.describe(`${causes.description}; in slow calls`),
});

/**
 * Why calls changed: what the change is associated with, and contributions that add up to it.
 *
 * @public
 */
export type UsageWhy = z.infer<typeof usageWhySchema>;

/**
 * Why the failure rate changed.
 *
 * @public
 */
export type FailureWhy = z.infer<typeof failureWhySchema>;

/**
 * Why calls became slower or faster.
 *
 * @public
 */
export type LatencyWhy = z.infer<typeof latencyWhySchema>;
