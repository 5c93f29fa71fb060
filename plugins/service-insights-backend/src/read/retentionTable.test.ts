import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { retentionTable, type ActivityInterval } from './retentionTable';

const interval = (...active: number[]): ActivityInterval => ({
  active: new Set(active),
  isWhole: true,
});

/** The first interval each customer is in. */
const firstOf = (intervals: readonly ActivityInterval[]) => (customer: number) =>
  intervals.findIndex(({ active }) => active.has(customer));

it('counts who is there in an interval, and who is there in it or later', () => {
  const intervals = [interval(1, 2, 3, 4), interval(1, 2, 5), interval(1, 3, 6)];
  const { cohorts, average } = retentionTable(intervals, firstOf(intervals));
  const active = (cells: (typeof cohorts)[number]['exact']) =>
    cells.map(cell => cell?.active ?? null);
  expect(cohorts.map(({ size }) => size)).toEqual([4, 1, 1]);
  expect(cohorts.map(({ exact }) => active(exact))).toEqual([
    [4, 2, 2],
    [1, 0, null],
    [1, null, null],
  ]);
  expect(cohorts.map(({ unbounded }) => active(unbounded))).toEqual([
    [4, 3, 2],
    [1, 0, null],
    [1, null, null],
  ]);
  expect(cohorts[0].unbounded.map(cell => cell?.provisional)).toEqual([false, false, true]);
  // Only cohorts that are old enough, each by its size: (2 + 0) of 5, then 2 of 4.
  expect(average.exact).toEqual([
    { rate: 1, cohorts: 3, customers: 6 },
    { rate: 2 / 5, cohorts: 2, customers: 5 },
    { rate: 2 / 4, cohorts: 1, customers: 4 },
  ]);
});

it('has no cell for an interval that lacks days, rather than a low one', () => {
  const intervals = [interval(1, 2), { ...interval(1), isWhole: false }, interval(1, 2)];
  const [cohort] = retentionTable(intervals, firstOf(intervals)).cohorts;
  expect(cohort.exact.map(cell => cell?.active ?? null)).toEqual([2, null, 2]);
  expect(cohort.unbounded[1]).toEqual({ active: 2, rate: 1, provisional: true });
});

it('keeps whom it counts: unbounded never rises, is never below exact, and ends with it', () => {
  const activity = fc.array(fc.uniqueArray(fc.nat(20), { maxLength: 15 }), {
    minLength: 1,
    maxLength: 8,
  });
  fc.assert(
    fc.property(activity, sets => {
      const intervals = sets.map(active => interval(...active));
      const { cohorts } = retentionTable(intervals, firstOf(intervals));
      const everyone = new Set(sets.flat());
      expect(cohorts.reduce((sum, { size }) => sum + size, 0)).toBe(everyone.size);
      for (const { size, exact, unbounded } of cohorts) {
        const cells = unbounded.filter(cell => cell !== null);
        expect(cells[0].active).toBe(size);
        cells.forEach((cell, k) => {
          expect(cell.active).toBeGreaterThanOrEqual(exact[k]?.active ?? NaN);
          expect(cell.active).toBeLessThanOrEqual(cells[Math.max(0, k - 1)].active);
        });
        expect(cells.at(-1)?.active).toBe(exact[cells.length - 1]?.active);
      }
    }),
  );
});

/** The purchases of 23,570 customers who came in the first quarter of 1997: CDNOW's master data set. */
const file = join(process.env.REAL_DATA_DIR ?? '', 'cdnow', 'CDNOW_master.txt');
const isThere = process.env.REAL_DATA_DIR !== undefined && existsSync(file);

(isThere ? describe : describe.skip)('on real data (skipped without REAL_DATA_DIR)', () => {
  it('gives the published retention of CDNOW', () => {
    const months: Set<number>[] = Array.from({ length: 18 }, () => new Set<number>());
    const [, ...lines] = readFileSync(file, 'utf8').trim().split('\n');
    for (const line of lines) {
      const [customer, date] = line.trim().split(/\s+/);
      const month = (Number(date.slice(0, 4)) - 1997) * 12 + Number(date.slice(4, 6)) - 1;
      months[month].add(Number(customer));
    }
    const intervals = months.map(active => ({ active, isWhole: true }));
    const first = new Map<number, number>();
    months.forEach((active, i) => {
      for (const customer of active) if (!first.has(customer)) first.set(customer, i);
    });
    const { cohorts, average } = retentionTable(intervals, customer => first.get(customer));
    const active = (i: number) => cohorts[i].exact.flatMap(cell => cell?.active ?? []);
    expect(cohorts.map(({ size }) => size)).toEqual([7846, 8476, 7248]);
    expect(active(0)).toEqual([
      7846, 1157, 964, 810, 679, 736, 720, 582, 559, 594, 673, 634, 528, 511, 664, 472, 497, 498,
    ]);
    expect(active(1)).toEqual([
      8476, 1312, 980, 783, 847, 786, 626, 619, 666, 721, 661, 545, 568, 718, 545, 548, 551,
    ]);
    expect(active(2)).toEqual([
      7248, 1032, 752, 756, 674, 564, 561, 579, 634, 569, 464, 472, 678, 420, 443, 457,
    ]);
    expect(average.exact[1]).toMatchObject({ cohorts: 3, customers: 23_570 });
  });
});
