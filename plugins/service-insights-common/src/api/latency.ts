import { z } from 'zod';
import { figureSchema } from './change';
import { grainSchema, pointOfTime } from './series';
import { subjectSchema } from './subject';
import { latencyWhySchema } from './why';

const count = z.int();

const figures = {
  p50DurationMs: figureSchema,
  p90DurationMs: figureSchema,
  p95DurationMs: figureSchema,
  p99DurationMs: figureSchema,
};

/** One day, week or month of percentiles. */
const latencyPoint = z.strictObject({
  ...pointOfTime,
  timedCalls: count.nullable().describe('calls with a duration'),
  p50DurationMs: z.number().nullable(),
  p90DurationMs: z.number().nullable(),
  p95DurationMs: z.number().nullable(),
  p99DurationMs: z.number().nullable(),
  previousP95DurationMs: z.number().nullable(),
});

const slice = z.strictObject({ name: z.string(), timedCalls: count, ...figures });

/** How long calls take. */
export const latencyDataSchema = z.strictObject({
  subject: subjectSchema,
  timedCalls: count.describe('calls with a duration'),
  ...figures,
  grain: grainSchema,
  series: z.array(latencyPoint),
  operations: z.array(slice).describe('the most called first'),
  regions: z.array(slice),
  why: latencyWhySchema.nullable().describe('null when the periods cannot be compared'),
});

/**
 * One point of a series of percentiles.
 *
 * @public
 */
export type LatencyPoint = z.infer<typeof latencyPoint>;
