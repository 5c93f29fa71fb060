import { z } from 'zod';
import { envelopeSchema, periodSchema } from './envelope';

const count = z.int();

/** One service of the organisation, as its entity. */
const serviceRowSchema = z.strictObject({
  entityRef: z.string(),
  service: z.string(),
  calls: count,
  previousCalls: count.nullable(),
  failedCalls: count,
  serviceFaults: count,
  callerFaults: count,
  throttled: count,
  failureRate: z.number().nullable(),
});

/** The services of the entities the caller may read, most called first. */
export const servicesAnswerSchema = z.strictObject({
  data: z.strictObject({ services: z.array(serviceRowSchema), total: count }),
  meta: envelopeSchema,
});

/**
 * The services of the organisation, most called first.
 *
 * @public
 */
export type ServicesAnswer = z.infer<typeof servicesAnswerSchema>;

/** How a dataset is doing, for who operates it. */
export const datasetStatusSchema = z.strictObject({
  id: z.string(),
  title: z.string(),
  owner: z.string().nullable(),
  version: z.int().nullable().describe('the version that is served; null before the first'),
  building: z.int().nullable().describe('the version that is being built, if it is another'),
  dataThrough: z.iso.date().nullable(),
  historyStart: z.iso.date().nullable(),
  days: z.strictObject({ due: count, published: count, missing: count, waiting: count }),
  lastFailure: z
    .strictObject({ day: z.iso.date(), errorClass: z.string(), message: z.string() })
    .nullable(),
  coverage: z
    .strictObject({
      period: periodSchema,
      calls: count,
      mappedCalls: count,
      unmapped: z.array(z.strictObject({ service: z.string(), calls: count })),
    })
    .nullable()
    .describe('the share of calls that entities own, and what is bound to nothing'),
  quality: z
    .strictObject({
      period: periodSchema,
      malformedEvents: count
        .nullable()
        .describe('that could not be read; null where the engine cannot tell'),
      duplicateEvents: count.describe('deliveries beyond the first'),
      unmappedEvents: count.describe('without a service'),
      suspiciousDays: count.describe('unlike the days before them'),
      keptDays: count.describe('that a suspicious reading did not replace'),
    })
    .nullable()
    .describe('what the events of the last four weeks suffered'),
});

/** Definitions that were refused, with the reason. */
export const datasetsAnswerSchema = z.strictObject({
  datasets: z.array(datasetStatusSchema),
  refused: z.array(z.strictObject({ origin: z.string(), path: z.string(), message: z.string() })),
});

/**
 * Every dataset and how it is doing.
 *
 * @public
 */
export type DatasetsAnswer = z.infer<typeof datasetsAnswerSchema>;
