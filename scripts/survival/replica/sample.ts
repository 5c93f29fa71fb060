import type { ReplicaReport } from './orders';

/** What this process holds, after everything that can be collected was. */
export function sample(): ReplicaReport {
  globalThis.gc?.();
  globalThis.gc?.();
  const { rss, heapUsed, external } = process.memoryUsage();
  return {
    kind: 'sample',
    rssBytes: rss,
    heapBytes: heapUsed,
    externalBytes: external,
    handles: process.getActiveResourcesInfo().length,
  };
}
