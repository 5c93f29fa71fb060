import type { Day } from 'backstage-plugin-service-insights-common';

/** So many older days of a dataset wait in the queue at most: the rest is planned when they are read. */
const mostQueued = 100;

/** So many of a source's newest days are tried before one was read: a definition that fails does so cheaply. */
const mostTried = 10;

/** A day that could be put into the queue. */
type Waiting = { source: string; day: Day };

/** How the queue of a dataset stands. */
export type QueueOfDataset = {
  /** The days whose runs are not over. */
  inFlight: readonly Waiting[];
  /** The sources of which this version has read a day. */
  provenSources: ReadonlySet<string>;
  /** Days from here on are never made to wait: what viewers look at first. */
  newestFrom: Day;
};

/**
 * What of the wanted days to put into the queue now, so that a new dataset or a long downtime does not flood it.
 *
 * @param wanted - of all sources
 * @returns newest first
 */
export function nextPortion<W extends Waiting>(wanted: readonly W[], queue: QueueOfDataset): W[] {
  const { inFlight, provenSources, newestFrom } = queue;
  const queued: Waiting[] = [...inFlight];
  const portion: W[] = [];
  for (const one of [...wanted].sort((a, b) => b.day.localeCompare(a.day))) {
    const isTooOld =
      one.day < newestFrom && queued.filter(({ day }) => day < newestFrom).length >= mostQueued;
    const isUntried =
      !provenSources.has(one.source) &&
      queued.filter(({ source, day }) => source === one.source && day > one.day).length >=
        mostTried;
    if (isTooOld || isUntried) continue;
    queued.push(one);
    portion.push(one);
  }
  return portion;
}
