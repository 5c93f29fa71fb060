import { createHash } from 'node:crypto';
import type { PackedServiceDay } from './packServiceDay';
import type { RolledUpDay } from './RolledUpDay';

/**
 * What a day holds, as a hash: equal for equal content, whatever the order of rows and the ids of customers. Reading a
 * day again and finding the same checksum means that nothing shown can differ.
 *
 * @param services - the day's services, packed
 * @returns 32 hex characters
 */
export function checksumOf(
  { duplicateEvents, unmappedEvents }: RolledUpDay,
  services: readonly PackedServiceDay[],
): string {
  const hash = createHash('sha256').update(`${duplicateEvents} ${unmappedEvents}`);
  const lines = services.map(({ service, region, digest }) =>
    JSON.stringify([service, region, digest]),
  );
  for (const line of lines.sort()) hash.update(`\n${line}`);
  return hash.digest('hex').slice(0, 32);
}
