const dayMs = 86_400_000;

/** How many days lie from one day (`YYYY-MM-DD`) to another: 0 for the same day. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / dayMs);
}
