import { isDay, metricNames } from 'backstage-plugin-service-insights-common';
import { z } from 'zod';

const day = z.string().refine(isDay, { error: 'must be a day as 2026-03-14' });

/** Figures about the data itself, which the envelope states beside the metrics. */
const completenessNames = [
  'expectedDays',
  'presentDays',
  'missingDays',
  'malformedEvents',
  'duplicateEvents',
] as const;

/** The rankings that can be compared. */
const listNames = ['operations', 'errors', 'services', 'regions', 'outcomes', 'hours'] as const;

const question = {
  dataset: z.string().min(1).optional(),
  service: z.string().min(1).optional(),
  from: day,
  to: day,
  region: z.union([z.string(), z.array(z.string()).min(1)]).optional(),
};

const figureExpectation = z.strictObject({
  metric: z.enum([...metricNames, ...completenessNames], {
    error: `must be one of ${[...metricNames, ...completenessNames].join(', ')}`,
  }),
  ...question,
  value: z.number().nullable(),
  tolerance: z.number().min(0).optional(),
});

const listExpectation = z.strictObject({
  list: z.enum(listNames, { error: `must be one of ${listNames.join(', ')}` }),
  ...question,
  equals: z.array(z.tuple([z.string(), z.int().min(0)])).min(1),
});

/**
 * Takes a value for a known answer: a ranking when it has a `list`, else a figure.
 */
export function parseExpectation(value: unknown): z.ZodSafeParseResult<Expectation> {
  const isList = typeof value === 'object' && value !== null && 'list' in value;
  return isList ? listExpectation.safeParse(value) : figureExpectation.safeParse(value);
}

/** One known answer. */
export type Expectation = FigureExpectation | ListExpectation;

/** What is known about a figure. */
export type FigureExpectation = z.output<typeof figureExpectation>;

/** What is known about a ranking. */
export type ListExpectation = z.output<typeof listExpectation>;
