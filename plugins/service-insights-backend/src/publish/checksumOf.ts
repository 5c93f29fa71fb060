import { createHash } from 'node:crypto';
import type { KeyedCustomer, RolledUpDay } from './RolledUpDay';

/**
 * What a day holds, as a hash: equal for equal content, whatever the order of rows and the ids of customers. Reading a
 * day again and finding the same checksum means that nothing shown can differ.
 *
 * @param day - decoded, so that all but the customers is sorted
 * @returns 32 hex characters
 */
export function checksumOf(day: RolledUpDay): string {
  const services = day.services
    .map(({ service, region, cells, durations, hours, customers }) =>
      JSON.stringify([service, region, cells, durations, hours, digestOf(customers)]),
    )
    .sort();
  const hash = createHash('sha256');
  hash.update(`${day.duplicateEvents} ${day.unmappedEvents}`);
  for (const service of services) hash.update('\n').update(service);
  return hash.digest('hex').slice(0, 32);
}

/**
 * Customers are hashed one by one and added up, so that they need no order: sorting them by key would cost more than
 * everything else that happens to a day. Two lanes of 32 bits, and the totals beside them.
 */
function digestOf(customers: readonly KeyedCustomer[]): number[] {
  let first = 0;
  let second = 0;
  for (const { key, calls, failedCalls, callerFaults } of customers) {
    let a = mix(mix(mix(0x811c9dc5, calls), failedCalls), callerFaults);
    let b = a ^ 0x5bd1e995;
    for (let i = 0; i < key.length; i++) {
      const code = key.charCodeAt(i);
      a = Math.imul(a ^ code, 0x01000193);
      b = Math.imul(b ^ code, 0x85ebca6b) ^ (b >>> 15);
    }
    first = (first + finish(a)) >>> 0;
    second = (second + finish(b)) >>> 0;
  }
  return [customers.length, first, second];
}

function mix(state: number, value: number): number {
  return finish(Math.imul(state ^ (value % 0x100000000), 0x01000193));
}

/** The last step of MurmurHash3: every bit of the input moves every bit of the sum. */
function finish(state: number): number {
  let hash = state ^ (state >>> 16);
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
