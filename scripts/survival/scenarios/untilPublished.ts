import { setTimeout as sleep } from 'node:timers/promises';
import { missing } from '../checks/checkWorld';
import type { World } from '../world/World';

/** So long nothing is in flight before it is believed that something was given up. */
const givenUpMs = 2_000;

/** How many runs are not over. */
async function openRuns({ database }: World): Promise<number> {
  const [{ open }] = await database.rows<{ open: number }>(
    "SELECT count(*)::integer AS open FROM runs WHERE state NOT IN ('done', 'failed', 'cancelled')",
  );
  return open;
}

/**
 * Watches a morning. What was given up after three attempts is planned again an hour later, and what asks for an
 * operator at the start of a process: both are made to happen.
 *
 * @param mayRestart - whether a process may be restarted for that
 * @returns a look at the morning: whether everything that is due is published, and nothing in flight
 */
export function watchMorning(world: World, { mayRestart = true } = {}): () => Promise<boolean> {
  let idleSinceMs: number | undefined;
  return async () => {
    const isIdle = (await openRuns(world)) === 0;
    if (isIdle && (await missing(world)).length === 0) {
      idleSinceMs = undefined;
      return true;
    }
    idleSinceMs = isIdle ? (idleSinceMs ?? performance.now()) : undefined;
    if (idleSinceMs !== undefined && performance.now() - idleSinceMs > givenUpMs) {
      world.calendar.later();
      if (mayRestart) await world.fleet.working[0]?.terminate();
      idleSinceMs = undefined;
    }
    return false;
  };
}

/**
 * Waits until everything that is due this morning is published and nothing is in flight.
 *
 * @returns whether it came to that in time
 */
export async function untilPublished(
  world: World,
  timeoutMs: number,
  options: { mayRestart?: boolean } = {},
): Promise<boolean> {
  const isPublished = watchMorning(world, options);
  const endMs = performance.now() + timeoutMs;
  while (performance.now() < endMs) {
    if (await isPublished()) return true;
    await sleep(150);
  }
  return false;
}

/** A tick of every replica, and what it may start. */
const calmMs = 1_200;

/** Sets the clocks right and waits until nothing goes on any more, so that what happened can be judged. */
export async function settle(world: World, timeoutMs: number): Promise<void> {
  world.calendar.setClocks();
  await sleep(calmMs);
  await untilPublished(world, timeoutMs);
}
