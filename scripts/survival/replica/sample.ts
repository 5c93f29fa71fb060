import { getHeapCodeStatistics } from 'node:v8';
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
    codeBytes: codeBytes(),
    externalBytes: external,
    handles: process.getActiveResourcesInfo().length,
  };
}

/** What V8 compiled, which grows for as long as it finds something to optimize. */
function codeBytes(): number {
  const { code_and_metadata_size: code, bytecode_and_metadata_size: bytecode } =
    getHeapCodeStatistics();
  return code + bytecode;
}
