import { z } from 'zod';
import { periodSchema } from './envelope';
import { subjectSchema } from './subject';

const day = z.iso.date();
const count = z.int();

const cell = z
  .strictObject({
    active: count,
    rate: z.number(),
    provisional: z.boolean().describe('it may still rise as days come'),
  })
  .nullable()
  .describe('null: not enough time yet, or days of it are missing');

const average = z
  .strictObject({
    rate: z.number().describe('weighted by the size of cohorts'),
    cohorts: count.describe('the cohorts old enough, which it is of'),
    customers: count.describe('their size together'),
  })
  .nullable();

/** How many of those who came stay. The trend of one interval is its column, cohort by cohort. */
export const retentionDataSchema = z.strictObject({
  subject: subjectSchema,
  interval: z.enum(['week', 'month']).describe('ISO weeks; months when the period is a year'),
  window: periodSchema.describe('the days looked at: at least the eight weeks to its end'),
  intervals: count.describe('the number of cells of each row, interval 0 included'),
  cohorts: z.array(
    z.strictObject({
      from: day,
      to: day,
      size: count.describe('customers first seen in these days'),
      leftCensored: z
        .boolean()
        .describe('it holds the first days of history: many of these were there before'),
      exact: z.array(cell).describe('active in that interval'),
      unbounded: z.array(cell).describe('active in that interval or any later one'),
    }),
  ),
  average: z.strictObject({ exact: z.array(average), unbounded: z.array(average) }),
});

/**
 * How many of those who came stay.
 *
 * @public
 */
export type Retention = z.infer<typeof retentionDataSchema>;
