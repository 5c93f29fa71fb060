import { setImmediate as nextTurn } from 'node:timers/promises';

/** The longest that others wait for a turn, in milliseconds. */
const turnMs = 8;

/**
 * Maps many items without holding up the process: other requests get their turn every few milliseconds.
 */
export async function inTurns<T, R>(items: readonly T[], map: (item: T) => R): Promise<R[]> {
  const results: R[] = [];
  let turnStart = performance.now();
  for (const item of items) {
    results.push(map(item));
    if (performance.now() - turnStart > turnMs) {
      await nextTurn();
      turnStart = performance.now();
    }
  }
  return results;
}
