/**
 * How much a value grows in an hour, by least squares.
 *
 * @param points - `minute` and the value then; three at least
 * @returns the slope, and its standard error
 */
export function slopePerHour(points: readonly { minute: number; value: number }[]): {
  slope: number;
  error: number;
} {
  const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
  const minute = mean(points.map(point => point.minute));
  const value = mean(points.map(point => point.value));
  const spread = points.reduce((sum, point) => sum + (point.minute - minute) ** 2, 0);
  const slope =
    points.reduce((sum, point) => sum + (point.minute - minute) * (point.value - value), 0) /
    spread;
  const rest = points.reduce(
    (sum, point) => sum + (point.value - value - slope * (point.minute - minute)) ** 2,
    0,
  );
  const error = Math.sqrt(rest / (points.length - 2) / spread);
  return { slope: slope * 60, error: error * 60 };
}
