import {
  addDays,
  dayOf,
  startOfDay,
  toDay,
  type Spending,
} from 'backstage-plugin-service-insights-common';

/** The UTC day and month of an instant: what budgets are of. */
export function spansOf(nowMs: number): {
  day: { name: string; fromMs: number; toMs: number };
  month: { name: string; fromMs: number; toMs: number };
} {
  const today = dayOf(nowMs);
  const month = today.slice(0, 7);
  const first = toDay(`${month}-01`);
  const nextMonth = toDay(`${addDays(first, 31).slice(0, 7)}-01`);
  return {
    day: { name: today, fromMs: startOfDay(today), toMs: startOfDay(addDays(today, 1)) },
    month: { name: month, fromMs: startOfDay(first), toMs: startOfDay(nextMonth) },
  };
}

/** What was spent, beside what may be. */
export function spending(
  nowMs: number,
  usd: { day: number; month: number },
  limits: { usdPerDay?: number; usdPerMonth?: number },
): Spending {
  const { day, month } = spansOf(nowMs);
  return {
    day: { span: day.name, usd: usd.day, limitUsd: limits.usdPerDay ?? null },
    month: { span: month.name, usd: usd.month, limitUsd: limits.usdPerMonth ?? null },
  };
}
