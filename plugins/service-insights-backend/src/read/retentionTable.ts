import type { Retention } from 'backstage-plugin-service-insights-common';

type Cell = Retention['cohorts'][number]['exact'][number];
type Average = Retention['average']['exact'][number];

/** Who was active in an interval; whether all of its days are there. */
export type ActivityInterval = { active: ReadonlySet<number>; isWhole: boolean };

/** How many of a cohort were active, interval by interval from its own. */
export type CohortRetention = { size: number; exact: Cell[]; unbounded: Cell[] };

/** Retention by cohort, with the averages over the cohorts that are old enough. */
export type RetentionTable = {
  cohorts: (CohortRetention & { interval: number })[];
  average: { exact: Average[]; unbounded: Average[] };
};

/**
 * Follows customers from the interval they were first seen in. Exact: active in that interval. Unbounded: in that one or
 * any later, so that it never rises with time; its last cell may still rise as days come. What is not over yet, or
 * lacks days, has no cell: not enough time is not zero.
 *
 * @param intervals - in order, and without a gap, up to the last that is over
 * @param firstInterval - the index of the interval each customer was first seen in; nothing for those seen before
 */
export function retentionTable(
  intervals: readonly ActivityInterval[],
  firstInterval: (customer: number) => number | undefined,
): RetentionTable {
  const members = intervals.map((): Set<number> => new Set());
  intervals.forEach(({ active }, i) => {
    for (const customer of active) {
      if (firstInterval(customer) === i) members[i].add(customer);
    }
  });
  const cohorts = intervals.flatMap(({ isWhole }, interval) =>
    isWhole && members[interval].size > 0
      ? [{ interval, ...cohortRetention(intervals, interval, members[interval]) }]
      : [],
  );
  const averages = (kind: 'exact' | 'unbounded') =>
    intervals.map((_, k) =>
      averageOf(cohorts.map(cohort => ({ ...cohort, cell: cohort[kind][k] }))),
    );
  return { cohorts, average: { exact: averages('exact'), unbounded: averages('unbounded') } };
}

function cohortRetention(
  intervals: readonly ActivityInterval[],
  start: number,
  members: ReadonlySet<number>,
): CohortRetention {
  const size = members.size;
  const exact: Cell[] = intervals.map(() => null);
  const unbounded: Cell[] = intervals.map(() => null);
  const later = new Set<number>();
  for (let at = intervals.length - 1; at >= start; at--) {
    const { active, isWhole } = intervals[at];
    const here = [...members].filter(customer => active.has(customer));
    for (const customer of here) later.add(customer);
    const cell = (count: number, provisional: boolean): Cell => ({
      active: count,
      rate: count / size,
      provisional,
    });
    if (isWhole) exact[at - start] = cell(here.length, false);
    const isLast = at === intervals.length - 1 && at > start;
    const lacksDays = intervals.slice(at).some(interval => !interval.isWhole);
    unbounded[at - start] = cell(later.size, isLast || lacksDays);
  }
  return { size, exact, unbounded };
}

/** Weighted by size: a cohort of one tells as much as one of a thousand only of itself. */
function averageOf(cohorts: readonly { size: number; cell: Cell | undefined }[]): Average {
  const eligible = cohorts.filter(({ cell }) => cell);
  const customers = eligible.reduce((sum, { size }) => sum + size, 0);
  if (customers === 0) return null;
  const active = eligible.reduce((sum, { cell }) => sum + (cell?.active ?? 0), 0);
  return { rate: active / customers, cohorts: eligible.length, customers };
}
