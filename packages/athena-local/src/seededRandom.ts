import { createHash } from 'node:crypto';

/**
 * A number in [0, 1) that depends on nothing but what it is drawn for: concurrent callers cannot disturb each other's
 * draws, so a seed reproduces a run.
 */
export function seededRandom(...drawnFor: readonly (string | number)[]): number {
  const digest = createHash('sha256').update(JSON.stringify(drawnFor)).digest();
  return digest.readUInt32BE(0) / 2 ** 32;
}
