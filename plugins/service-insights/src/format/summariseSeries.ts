/** What stands out in a series. */
export type SeriesSummary = {
  total: number;
  most: number;
  mostAt: string;
  least: number;
  leastAt: string;
};

/**
 * The total, the highest and the lowest of a series, without the points that have no data. A week or month of which only
 * a part is counted is neither high nor low for that, unless there are no others.
 *
 * @returns nothing when no point has data
 */
export function summariseSeries<P extends { at: string; unfinished?: boolean }>(
  points: readonly P[],
  valueOf: (point: P) => number | null,
): SeriesSummary | undefined {
  const known = points.flatMap(point => {
    const value = valueOf(point);
    return value === null ? [] : [{ at: point.at, value, isWhole: !point.unfinished }];
  });
  const whole = known.filter(({ isWhole }) => isWhole);
  const [first, ...others] = whole.length > 0 ? whole : known;
  if (!first) return undefined;
  const most = others.reduce((best, one) => (one.value > best.value ? one : best), first);
  const least = others.reduce((best, one) => (one.value < best.value ? one : best), first);
  return {
    total: known.reduce((sum, { value }) => sum + value, 0),
    most: most.value,
    mostAt: most.at,
    least: least.value,
    leastAt: least.at,
  };
}
