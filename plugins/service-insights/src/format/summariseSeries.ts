/** What stands out in a series. */
export type SeriesSummary = {
  total: number;
  most: number;
  mostAt: string;
  least: number;
  leastAt: string;
};

/**
 * The total, the highest and the lowest of a series, without the points that have no data.
 *
 * @returns nothing when no point has data
 */
export function summariseSeries<P extends { at: string }>(
  points: readonly P[],
  valueOf: (point: P) => number | null,
): SeriesSummary | undefined {
  let summary: SeriesSummary | undefined;
  for (const point of points) {
    const value = valueOf(point);
    if (value === null) continue;
    summary ??= { total: 0, most: value, mostAt: point.at, least: value, leastAt: point.at };
    summary.total += value;
    if (value > summary.most) Object.assign(summary, { most: value, mostAt: point.at });
    if (value < summary.least) Object.assign(summary, { least: value, leastAt: point.at });
  }
  return summary;
}
