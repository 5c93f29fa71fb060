import type { Execution } from '../executions/Execution';

const megabyte = 1_048_576;

/** Athena bills no query for less. */
export const minimumBilledBytes = 10 * megabyte;

/**
 * What a query is billed for, by now: nothing for one that failed, only explained, defined something or was answered by
 * an earlier result; else what it scanned, rounded up to a megabyte (2^20 bytes), and ten megabytes at least.
 *
 * @returns exact bytes
 */
export function billedBytes({ kind, phase }: Execution): number {
  if (kind.type !== 'DML' || kind.subtype === 'EXPLAIN') return 0;
  if (phase.state === 'SUCCEEDED') return phase.reused ? 0 : rounded(phase.bytesScanned);
  // A query that was cancelled before it read anything costs nothing.
  if (phase.state === 'CANCELLED' && phase.bytesScanned > 0) return rounded(phase.bytesScanned);
  return 0;
}

function rounded(bytes: number): number {
  return Math.max(minimumBilledBytes, Math.ceil(bytes / megabyte) * megabyte);
}
