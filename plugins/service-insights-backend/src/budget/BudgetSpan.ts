import { addDays, startOfDay, toDay, type Day } from 'backstage-plugin-service-insights-common';

/** A UTC day as `2026-03-14`, or a UTC month as `2026-03`. */
export type BudgetSpan = string;

/** The spans a day's money is counted in, in the order in which budgets are locked. */
export function spansOf(day: Day): { month: BudgetSpan; day: BudgetSpan } {
  return { month: day.slice(0, 'YYYY-MM'.length), day };
}

/** The first instant after a span, in milliseconds since 1970. */
export function endOfSpan(span: BudgetSpan): number {
  const isMonth = span.length === 'YYYY-MM'.length;
  if (!isMonth) return startOfDay(addDays(toDay(span), 1));
  const [year, month] = span.split('-').map(Number);
  return Date.UTC(year, month);
}
