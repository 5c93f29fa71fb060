import { z } from 'zod';
import { figureSchema } from './change';
import { envelopeSchema } from './envelope';

const day = z.iso.date();
const count = z.int();

/** Why a service needs somebody's attention. Each rule is in docs/metrics.md. */
export const attentionSchema = z.discriminatedUnion('flag', [
  z.strictObject({
    flag: z.literal('failures-rising'),
    excessFailedCalls: count,
    since: day.nullable(),
  }),
  z.strictObject({ flag: z.literal('usage-falling'), calls: count, previousCalls: count }),
  z.strictObject({ flag: z.literal('usage-stopped'), lastDay: day, previousCalls: count }),
  z.strictObject({ flag: z.literal('customers-leaving'), dormant: count, previousActive: count }),
  z.strictObject({ flag: z.literal('concentrated'), share: z.number() }),
]);

/**
 * Why a service needs somebody's attention, with the number behind it.
 *
 * @public
 */
export type Attention = z.infer<typeof attentionSchema>;

const portfolioRowSchema = z.strictObject({
  entityRef: z.string(),
  dataset: z.string().describe('the id of the dataset the numbers are from'),
  services: z.array(z.string()),
  calls: figureSchema,
  failureRate: figureSchema,
  activeCustomers: count.nullable().describe('null where none is known, or several services are'),
  series: z
    .array(count.nullable())
    .describe('calls per day; null for a day without data; empty until it is computed'),
  attention: z
    .array(attentionSchema)
    .nullable()
    .describe('the most urgent first; null until it is computed'),
});

/** The services of a group, system or domain: those that need attention first. */
export const portfolioAnswerSchema = z.strictObject({
  data: z.strictObject({
    entityRef: z.string(),
    rows: z.array(portfolioRowSchema),
    calls: figureSchema.describe('of all rows'),
    coverage: z.strictObject({
      covered: count.describe('components with numbers'),
      total: count.describe('components you may read'),
    }),
  }),
  datasets: z.array(z.strictObject({ id: z.string(), title: z.string(), meta: envelopeSchema })),
});

/**
 * The services of a group, system or domain.
 *
 * @public
 */
export type PortfolioAnswer = z.infer<typeof portfolioAnswerSchema>;

/**
 * One service of a portfolio.
 *
 * @public
 */
export type PortfolioRow = z.infer<typeof portfolioRowSchema>;
