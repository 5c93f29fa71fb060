import { z } from 'zod';

const count = z.int();
const ranking = z.array(z.tuple([z.string(), count]));
const perDay = z.record(z.string(), count);

/** What is known of an event log (the part of a summary that a case is made from). */
const summarySchema = z.object({
  events: count,
  distinct_callers: count,
  errors: count,
  events_per_day: perDay,
  errors_per_day: perDay,
  services: z.array(
    z.object({ service: z.string(), events: count, errors: count, callers: count }),
  ),
  top_operations: z.array(z.object({ service: z.string(), operation: z.string(), events: count })),
  regions: z.array(z.object({ region: z.string(), events: count, errors: count })),
  top_error_codes: ranking,
  events_per_service_day_region: z
    .array(z.tuple([z.string(), z.string(), z.string(), count]))
    .default([]),
  callers_per_day: z
    .array(z.object({ day: z.string(), active: count, new: count, returning: count }))
    .default([]),
  dau_wau_mau: z.array(z.tuple([z.string(), count, count, count])).default([]),
  weekly_lifecycle: z
    .array(
      z.object({
        week: z.string(),
        active: count,
        new: count,
        retained: count,
        resurrected: count,
        churned: count,
      }),
    )
    .default([]),
  monthly_cohorts: z.record(z.string(), z.array(count)).default({}),
});

/** What is known of an event log. */
export type Summary = z.output<typeof summarySchema>;

/** The truth about a folder of CloudTrail records. */
export const cloudTrailTruthSchema = z.object({
  duplicate_records: count,
  deduplicated: summarySchema,
});

/** The truth about the shop's invoice lines. */
export const onlineRetailTruthSchema = z.object({
  lines: count,
  all_events: summarySchema,
  purchases_of_known_customers: summarySchema,
});

/** The truth about one web access log. */
export const weblogTruthSchema = z.object({
  lines_not_matching_strict_combined: count,
  status: z.record(z.string(), count),
  top_urls: ranking,
  top_404: ranking,
  events_per_hour_utc: perDay,
  summary: summarySchema,
});

const percentilesSchema = z.object({ cont: z.record(z.string(), z.number()) });

/** The truth about the booking system's log lines and spans. */
export const trainTruthSchema = z.object({
  span_lines: count,
  distinct_spans: count,
  root_spans: count,
  root_duration_ms: percentilesSchema,
  span_duration_ms_by_service: z.record(z.string(), percentilesSchema.extend({ spans: count })),
  log_lines: count,
  distinct_log_lines: count,
  log_levels: z.record(z.string(), count),
  log_levels_by_service: z.array(z.tuple([z.string(), z.string(), count])),
  errors_by_service: ranking,
  error_traces: count,
  error_codes: z.array(z.tuple([z.string(), z.string(), count])),
  errors_per_minute_utc: perDay,
});
