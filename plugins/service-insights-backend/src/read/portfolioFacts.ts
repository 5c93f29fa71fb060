import { attentionSchema, eachDay, type Attention } from 'backstage-plugin-service-insights-common';
import { z } from 'zod';
import { attentionOf } from './attention';
import type { InsightContext } from './InsightContext';
import type { Tally } from './Tally';

const tally: z.ZodType<Tally> = z.strictObject({
  calls: z.int(),
  serviceFaults: z.int(),
  callerFaults: z.int(),
  throttled: z.int(),
});

/** What a portfolio shows of a service and standard period: computed at publish, so that no row reads days. */
export const portfolioFactsSchema = z.strictObject({
  now: tally,
  before: tally.nullable(),
  hasOutcomes: z.boolean(),
  activeCustomers: z.int().nullable(),
  /** Calls per day. */
  series: z.array(z.int().nullable()),
  attention: z.array(attentionSchema),
});

/** What a portfolio shows of a service and standard period. */
export type PortfolioFacts = z.infer<typeof portfolioFactsSchema>;

/** What a portfolio shows of a service. */
export function portfolioFacts(context: InsightContext): PortfolioFacts {
  const { current, previous, definition } = context;
  const counted = new Set(current.countedDays);
  const attention: Attention[] = attentionOf(context);
  return {
    now: current.total(),
    before: previous?.total() ?? null,
    hasOutcomes: definition.outcome !== undefined,
    activeCustomers: definition.customer ? current.active().size : null,
    series: daysOf(context).map(day =>
      counted.has(day) ? (current.byDay().get(day)?.calls ?? 0) : null,
    ),
    attention,
  };
}

function daysOf({ current }: InsightContext) {
  return eachDay(current.period.from, current.period.to);
}
