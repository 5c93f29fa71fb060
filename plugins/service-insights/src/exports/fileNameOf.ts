/** As `order-api_usage_2026-02-15_2026-03-14_utc.csv`. */
export function fileNameOf(
  entity: string,
  insight: string,
  { from, to }: { from: string; to: string },
  extension: string,
): string {
  const name = entity.replace(/[^\w.-]+/g, '-');
  return `${name}_${insight}_${from}_${to}_utc.${extension}`;
}
