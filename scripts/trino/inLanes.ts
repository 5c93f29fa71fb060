/** Does the work for each item, a few at a time; the results are in the order of the items. */
export async function inLanes<T, R>(
  items: readonly T[],
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const todo = items.entries();
  const lane = async () => {
    for (const [index, item] of todo) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: 4 }, lane));
  return results;
}
