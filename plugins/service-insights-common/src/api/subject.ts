import { z } from 'zod';

/** The filters that a question may have. */
export const filterNames = ['region', 'operation', 'customer'] as const;

const named = z.strictObject({ id: z.string(), title: z.string() });

/** What the numbers are about. */
export const subjectSchema = z.strictObject({
  dataset: named,
  datasets: z
    .array(named)
    .describe('every dataset the entity is bound to, the answered one included'),
  services: z.array(z.string()),
  regions: z.array(z.string()).describe('the regions seen in the period, for a filter'),
  operations: z
    .array(z.string())
    .describe('the operations called in the period, most called first, for a filter'),
  customerNoun: z.string().describe("what the dataset calls its customers, as 'accounts'"),
  bound: z
    .strictObject({
      region: z.boolean(),
      customer: z.boolean(),
      operation: z.boolean(),
      outcome: z.boolean(),
      error: z.boolean(),
      duration: z.boolean(),
    })
    .describe('which bindings the dataset declares: what is not bound is said, not guessed'),
  notFiltered: z
    .array(
      z.strictObject({
        part: z
          .string()
          .describe("a key of the answer's data, or of `figures`, `series` and its points"),
        filter: z.enum(filterNames).describe('the filter that this part cannot honour'),
      }),
    )
    .describe(
      'what a filter of the question leaves without an answer, because it is not kept that way: its numbers are null, its lists empty',
    ),
});

/**
 * What a number is about.
 *
 * @public
 */
export type Subject = z.infer<typeof subjectSchema>;
