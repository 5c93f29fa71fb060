import { z } from 'zod';

const count = z.int();

/** How fine a series is: hours up to 3 days, days up to 92, weeks up to 2 years, months beyond. */
export const grains = ['hour', 'day', 'week', 'month'] as const;

/**
 * How fine a series is.
 *
 * @public
 */
export type Grain = (typeof grains)[number];

/** How fine the series of an answer is. */
export const grainSchema = z.enum(grains);

/** What every point of a series says of itself. */
export const pointOfTime = {
  at: z
    .string()
    .describe('a day, an hour as 2026-03-14T09, or the first day of an ISO week or month'),
  unfinished: z
    .boolean()
    .describe('a week or month that reaches beyond the period: its counts are of a part of it'),
  missingDays: count.describe('days of the point that are without data'),
};

/** One hour, day, week or month of counts. A null is a time without data: a gap, not a zero. */
export const pointSchema = z.strictObject({
  ...pointOfTime,
  calls: count.nullable(),
  previousCalls: count.nullable(),
  activeCustomers: count.nullable(),
  previousActiveCustomers: count.nullable(),
  failedCalls: count.nullable(),
  serviceFaults: count.nullable(),
  callerFaults: count.nullable(),
  throttled: count.nullable(),
  previousFailureRate: z.number().nullable().describe('of the time it is compared with'),
});

/**
 * One point of a series.
 *
 * @public
 */
export type Point = z.infer<typeof pointSchema>;
